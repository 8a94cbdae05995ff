import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Ports of a home's embedded services, all on 127.0.0.1. */
export interface Ports {
  readonly postgres: number;
  readonly temporal: number;
  readonly webUi: number;
}

// Below the range that systems take for outgoing connections (32768 and up), so that none of those sits on a port we
// remember, and a client that tries while the service is down cannot connect to itself.
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;

/** The remembered port, or a free one where there is none yet or another process has taken it. */
export async function keepOrChoosePort(
  remembered: number | undefined,
  avoid: readonly number[],
): Promise<number> {
  let port = remembered ?? randomInt(LOWEST_PORT, HIGHEST_PORT);
  while (avoid.includes(port) || !(await isFree(port))) port = randomInt(LOWEST_PORT, HIGHEST_PORT);
  return port;
}

/** True when nobody listens on 127.0.0.1 at this port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
