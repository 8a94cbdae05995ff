/** The row asked for does not exist. */
export class NotFoundError extends Error {
  constructor(what: string) {
    super(`${what} not found`);
    this.name = 'NotFoundError';
  }
}

/** A newer attempt owns the fold, or its trial or run is closed; this one must not write. */
export class StaleAttemptError extends Error {
  constructor(what: string) {
    super(`${what}: this attempt no longer owns it`);
    this.name = 'StaleAttemptError';
  }
}
