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

/** The trainer was ended because one task took longer than it may. */
export class TooSlowError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TooSlowError';
  }
}

/** The trainer was ended because it held more memory than it may. */
export class OutOfMemoryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutOfMemoryError';
  }
}
