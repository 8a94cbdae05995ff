import { lastLines } from './log-file.js';
import type { Part } from './services-state.js';

const NAMES: Readonly<Record<Part | 'supervisor', string>> = {
  postgres: 'Postgres',
  temporal: 'Temporal',
  worker: 'The worker',
  supervisor: 'The supervisor of the services',
};
const SHOWN_LOG_LINES = 12;

/** A service cannot be reached or does not start; the command line ends with 4. */
export class ServicesError extends Error {
  readonly exitCode = 4;
  readonly part: Part | 'supervisor';
  readonly logFile: string;

  constructor(part: Part | 'supervisor', why: string, logFile: string) {
    const log = lastLines(logFile, SHOWN_LOG_LINES).map((line) => `         ${line}`);
    super(
      [
        `✖ ${NAMES[part]} did not start`,
        `  where  ${logFile}`,
        `  why    ${why}${log.length > 0 ? '; the last lines of its log:' : ''}`,
        ...log,
        '  mend   podium doctor',
      ].join('\n'),
    );
    this.name = 'ServicesError';
    this.part = part;
    this.logFile = logFile;
  }
}

/** A server of one's own does not answer; the command line ends with 4. */
export class ServerAwayError extends Error {
  constructor(part: 'postgres' | 'temporal', address: string, why: string) {
    const lines = [`✖ ${NAMES[part]} does not answer`, `  where  ${address}`, `  why    ${why}`];
    super([...lines, '  mend   podium doctor'].join('\n'));
    this.name = 'ServerAwayError';
  }
}
