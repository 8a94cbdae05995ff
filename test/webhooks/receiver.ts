import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
}

export interface Receiver {
  readonly url: string;
  /** In the order in which they were answered. */
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** An HTTP server that takes webhooks; `answer` says the status, null for no answer at all. */
export async function startReceiver(
  answer: (id: string, earlier: readonly Received[]) => number | null,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { headers } = request;
      const id = String(headers['webhook-id']);
      const status = answer(id, received);
      received.push({ id, headers, body, status: status ?? 0 });
      if (status !== null) response.writeHead(status, { location: '/elsewhere' }).end('answer');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/podium`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
