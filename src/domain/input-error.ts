/** One thing that is wrong with what a person gave us: what, where, why, and how to mend it. */
export interface InputProblem {
  /** 'Column "SalesPrice" is not in train.csv' */
  readonly what: string;
  /** File with row and column, flag, or field of the spec. */
  readonly where: string;
  readonly why: string;
  /** A change or a command that mends it. */
  readonly mend: string;
}

/** Thrown for wrong input anywhere; the command line prints it without a stack and exits with 2. */
export class InputError extends Error {
  readonly problems: readonly InputProblem[];
  constructor(problems: readonly InputProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'InputError';
    this.problems = problems;
  }
}

/** Four lines: what happened, then where, why and mend, indented. */
export function formatProblem(problem: InputProblem): string {
  return [
    `✖ ${problem.what}`,
    `  where  ${problem.where}`,
    `  why    ${problem.why}`,
    `  mend   ${problem.mend}`,
  ].join('\n');
}
