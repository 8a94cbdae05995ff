import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningService, StartContext } from './child-service.js';
import { identityOf } from './process-identity.js';
import type { PartState, PartStatus } from './services-state.js';

const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;
/** A service that was up for this long starts with the first delay again. */
const STEADY_MS = 60_000;

export interface KeptServiceOptions {
  readonly start: (context: StartContext) => Promise<RunningService>;
  readonly onChange: (state: PartState) => void;
  readonly log: (line: string) => void;
}

/** Keeps one service running: starts it again, later each time, whenever it ends without being told to. */
export class KeptService {
  readonly #options: KeptServiceOptions;
  readonly #stopping = new AbortController();
  #interrupt = new AbortController();
  #running: RunningService | null = null;
  #readyAtMs = Infinity;
  #readyWaiters: (() => void)[] = [];
  #state: PartState = {
    status: 'starting',
    process: null,
    since: new Date().toISOString(),
    failures: 0,
    failedStarts: 0,
    restarts: 0,
    lastError: null,
  };
  readonly #loop: Promise<void>;

  constructor(options: KeptServiceOptions) {
    this.#options = options;
    this.#loop = this.#keep();
  }

  /** Resolves when the service answers; rejects when the signal aborts first. */
  async whenReady(signal: AbortSignal): Promise<void> {
    while (this.#state.status !== 'ready') {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        this.#readyWaiters.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    }
  }

  /** Ends the service and starts it at once, also out of a pause after a failure. */
  async restart(): Promise<void> {
    this.#interrupt.abort();
    await this.#running?.stop();
  }

  /** Ends the service for good. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.restart();
    await this.#loop;
    this.#change('stopped', { process: null });
  }

  async #keep(): Promise<void> {
    for (let restarts = 0; !this.#stopping.signal.aborted; restarts++) {
      this.#interrupt = new AbortController();
      const { signal } = this.#interrupt;
      this.#change('starting', { process: null, restarts });
      this.#readyAtMs = Infinity;
      const reason = await this.#runOnce(signal).catch((error: unknown) => (error as Error).message);
      this.#running = null;
      if (!signal.aborted)
        await this.#pauseAfterFailure(reason, Date.now() - this.#readyAtMs >= STEADY_MS, signal);
    }
  }

  /** Starts the service and waits for its end, which it describes. */
  async #runOnce(signal: AbortSignal): Promise<string> {
    const running = await this.#options.start({
      signal,
      onSpawned: (process) => this.#change('starting', { process }),
    });
    this.#running = running;
    if (signal.aborted) await running.stop();
    else this.#change('ready', { process: identityOf(running.pid), failedStarts: 0, lastError: null });
    this.#readyAtMs = Date.now();
    const code = await running.exited;
    return code === null ? 'a signal ended it' : `it ended with exit code ${code}`;
  }

  async #pauseAfterFailure(reason: string, wasSteady: boolean, signal: AbortSignal): Promise<void> {
    const failures = wasSteady ? 1 : this.#state.failures + 1;
    const failedStarts = this.#state.failedStarts + (this.#readyAtMs === Infinity ? 1 : 0);
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS);
    this.#change('failed', { process: null, failures, failedStarts, lastError: reason });
    this.#options.log(`${reason}; starting it again in ${delayMs} ms`);
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
  }

  #change(status: PartStatus, change: Partial<PartState>): void {
    this.#state = { ...this.#state, ...change, status, since: new Date().toISOString() };
    this.#options.onChange(this.#state);
    if (status !== 'ready') return;
    for (const resolve of this.#readyWaiters.splice(0)) resolve();
  }
}
