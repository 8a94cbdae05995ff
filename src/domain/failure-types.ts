/** `type` of every ApplicationFailure that Podium throws on purpose. */
export const failureTypes = {
  /** The spec, the files or a flag are wrong. Never retried. */
  invalidInput: 'InvalidInput',
  /** The trial of the fold is closed. Never retried. */
  staleAttempt: 'StaleAttempt',
  /** A later attempt opened the fold. Tried again, because it may have been one that Temporal had given up. */
  overtaken: 'Overtaken',
  /** The fit itself failed on this data with these parameters. Never retried: it would fail again. */
  badFit: 'BadFit',
  /** The trainer process died or hung. Tried three times. */
  trainerLost: 'TrainerLost',
  /** Postgres cannot be reached or is busy. Retried until it is back. */
  storeAway: 'StoreAway',
  /** The deadline of the run passed during the work. Never retried. */
  outOfTime: 'OutOfTime',
  /** No trial could be scored. Never retried. */
  nothingScored: 'NothingScored',
} as const;

export type FailureType = (typeof failureTypes)[keyof typeof failureTypes];

/** Types that no retry policy repeats; PayloadsTooLarge is the SDK's own. */
export const nonRetryableFailureTypes: readonly string[] = [
  failureTypes.invalidInput,
  failureTypes.staleAttempt,
  failureTypes.badFit,
  failureTypes.outOfTime,
  failureTypes.nothingScored,
  'PayloadsTooLarge',
];
