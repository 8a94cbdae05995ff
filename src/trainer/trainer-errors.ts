import type { InputProblem } from '../domain/input-error.js';

/** The task itself failed inside the trainer: it would fail again. */
export class TaskFailedError extends Error {
  readonly trainerStack: string;
  readonly problems: readonly InputProblem[] | null;
  constructor(message: string, trainerStack: string, problems: readonly InputProblem[] | null) {
    super(message);
    this.name = 'TaskFailedError';
    this.trainerStack = trainerStack;
    this.problems = problems;
  }
}

/** The trainer process ended in the middle of a task (crash, kill, hang). */
export class TrainerLostError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TrainerLostError';
  }
}

/** The trainer was ended because the task's deadline passed. */
export class OutOfTimeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutOfTimeError';
  }
}

/** The trainer was ended because one task took longer than it may, and told of progress until then. */
export class TooSlowError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooSlowError';
  }
}

/** The same, but nothing was heard of the task for most of that time. */
export class HungError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HungError';
  }
}

/** The fit or its predictions are no numbers: the same request would give the same. */
export class NotFiniteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotFiniteError';
  }
}

/** The trainer held more memory than it may, or the machine or its GPU had no more. */
export class OutOfMemoryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutOfMemoryError';
  }
}
