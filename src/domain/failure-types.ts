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
  /** The fit or its predictions are NaN or infinite. Never retried: it would be so again. */
  notFinite: 'NotFinite',
  /** More memory than the cap, the machine or the GPU has. Once more with half the batch, where there is one. */
  outOfMemory: 'OutOfMemory',
  /** The fit took longer than its limit. Never retried. */
  timeLimit: 'TimeLimit',
  /** The same, and it told nothing for most of that time. Never retried. */
  hang: 'Hang',
  /** The trainer process died. Tried three times. */
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
  failureTypes.notFinite,
  failureTypes.timeLimit,
  failureTypes.hang,
  failureTypes.outOfTime,
  failureTypes.nothingScored,
  'PayloadsTooLarge',
];
