import { SetUpFailure } from './set-up-failure.mjs';

const nameWidth = 24;
const redrawMs = 150;
const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

const live = process.stderr.isTTY && process.env['TERM'] !== 'dumb' && !process.env['CI'];
/** @type {Map<string, number>} name of a running step → when it started, in ms */
const started = new Map();
/** @type {NodeJS.Timeout | undefined} */
let redraw;
let frame = 0;

/**
 * Runs one step; prints "✔ name  12s" when it is done. On a terminal a live line shows the running steps.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(result: T) => boolean} [wasReady] whether nothing had to be done
 * @returns {Promise<T>}
 */
export async function step(name, work, wasReady = () => false) {
  const startedAtMs = Date.now();
  started.set(name, startedAtMs);
  if (live) redraw ??= setInterval(draw, redrawMs).unref();
  const result = await work();
  started.delete(name);
  const spent = wasReady(result) ? 'ready' : seconds(Date.now() - startedAtMs);
  note(`✔ ${name.padEnd(nameWidth)} ${spent.padStart(5)}`);
  return result;
}

/** @param {string} line printed for good, above the live line */
export function note(line) {
  process.stderr.write(`${live ? '\r\x1b[2K' : ''}${line}\n`);
}

/** Takes the live line away. */
export function closeProgress() {
  clearInterval(redraw);
  if (live) process.stderr.write('\r\x1b[2K');
}

/** @param {unknown} error a SetUpFailure, or a fault of set-up itself */
export function reportFailure(error) {
  closeProgress();
  if (!(error instanceof SetUpFailure)) throw error;
  const {
    outputTail = [],
    logFile,
    mend = 'run the same command again; what is finished is kept',
  } = error.details;
  note(`✖ ${error.message}`);
  for (const line of outputTail) note(`  | ${line}`);
  if (logFile !== undefined) note(`  log    ${logFile}`);
  note(`  mend   ${mend}`);
}

function draw() {
  frame = (frame + 1) % frames.length;
  const now = Date.now();
  const steps = [...started].map(([name, startedAtMs]) => `${name} ${seconds(now - startedAtMs)}`);
  const line = `${frames[frame]} ${steps.join(' · ')}`.slice(0, (process.stderr.columns || 80) - 1);
  process.stderr.write(`\r\x1b[2K${steps.length > 0 ? line : ''}`);
}

/** @param {number} ms */
function seconds(ms) {
  return `${Math.round(ms / 1000)}s`;
}
