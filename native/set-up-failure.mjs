/** A set-up step that cannot be finished, with what helps to mend it. */
export class SetUpFailure extends Error {
  /**
   * @param {string} message
   * @param {{mend?: string, outputTail?: readonly string[], logFile?: string}} details
   */
  constructor(message, details = {}) {
    super(message);
    this.details = details;
  }
}
