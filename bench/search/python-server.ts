import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The Python process that evaluates every objective and runs the peers. Answers come in the order of requests. */
export interface PythonServer {
  /** @throws Error with what Python said, or that it ended */
  request<T>(operation: string, values?: Readonly<Record<string, unknown>>): Promise<T>;
  stop(): void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Starts `script` with `python`, one thread in each numerical library. */
export function startPython(python: string, script: string): PythonServer {
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };
  const child = spawn(python, ['-B', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...threads },
  });
  const pending: Pending[] = [];
  let ended: Error | undefined;
  const end = (error: Error): void => {
    ended ??= error;
    for (const { reject } of pending.splice(0)) reject(error);
  };
  child.on('error', end);
  child.stdin.on('error', end);
  child.on('exit', (code, signal) => end(new Error(`Python ended (${code ?? signal})`)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as { readonly result?: unknown; readonly error?: string };
    const next = pending.shift();
    if (answer.error === undefined) next?.resolve(answer.result);
    else next?.reject(new Error(answer.error));
  });
  return {
    request: <T>(operation: string, values: Readonly<Record<string, unknown>> = {}) =>
      new Promise<T>((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        pending.push({ resolve: (value) => resolve(value as T), reject });
        child.stdin.write(`${JSON.stringify([operation, values])}\n`);
      }),
    stop: () => {
      child.kill();
    },
  };
}
