import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { lookAtHealth, type HealthSubject, type WorkerHealth } from './health.js';

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers GET /healthz with 200 while the workers run and the database answers, GET /readyz with 200 while they run,
 * else 503; the body is a WorkerHealth as JSON.
 * @param address ip:port; port 0 lets the system choose
 * @throws Error of node:net when nothing can listen there
 */
export async function startHealthServer(address: string, subject: HealthSubject): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') response.writeHead(405).end();
    else if (path !== '/healthz' && path !== '/readyz') response.writeHead(404).end();
    else void lookAtHealth(subject, path === '/healthz').then((health) => answer(response, health));
  });
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  server.listen({ host, port: Number(address.slice(colon + 1)) });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(response: ServerResponse, health: WorkerHealth): void {
  const good = health.state === 'running' && health.databaseError === null;
  response.writeHead(good ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(health)}\n`);
}
