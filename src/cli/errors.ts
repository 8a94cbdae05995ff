import { formatProblem, InputError } from '../domain/input-error.js';
import { ServerAwayError, ServicesError } from '../services/services-error.js';
import { NotFoundError } from '../stores/store-errors.js';

/** A run that ended without a submission; its message is ready to be shown. */
export class RunFailedError extends Error {
  /** 2 where the input was to blame, else 1. */
  readonly exitCode: 1 | 2;
  constructor(message: string, exitCode: 1 | 2) {
    super(message);
    this.name = 'RunFailedError';
    this.exitCode = exitCode;
  }
}

/** 1 fault of the run or of Podium, 2 wrong input, 4 a service cannot be reached. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof RunFailedError) return error.exitCode;
  if (error instanceof InputError || error instanceof NotFoundError) return 2;
  if (error instanceof ServicesError || error instanceof ServerAwayError) return 4;
  return 1;
}

/** Prints to stderr: problems in four lines each, anything else in one; the stack only when asked for. */
export function printError(error: unknown, verbose: boolean): void {
  const known = error instanceof Error ? error : new Error(String(error));
  const text =
    known instanceof InputError ? known.problems.map(formatProblem).join('\n') : marked(known.message);
  process.stderr.write(`${text}\n`);
  if (verbose) process.stderr.write(`${known.stack ?? ''}\n`);
}

function marked(message: string): string {
  return message.startsWith('✖') ? message : `✖ ${message}`;
}
