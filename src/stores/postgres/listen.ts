import pg from 'pg';

const connectionTimeoutMs = 10_000;
const reconnectMs = 500;

/**
 * Listens on a channel, over a connection of its own that is made anew whenever it breaks, until the signal is
 * aborted. `onReady` is called each time listening starts: what was announced before it was not heard.
 */
export async function listen(
  url: string,
  channel: string,
  onMessage: (message: string) => void,
  onReady: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(url, channel, onMessage, onReady, signal);
    await untilAborted(signal, reconnectMs);
  }
}

/** Returns when the connection could not be made, broke, or the signal was aborted. */
async function listenOnce(
  url: string,
  channel: string,
  onMessage: (message: string) => void,
  onReady: () => void,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'podium listen',
    connectionTimeoutMillis: connectionTimeoutMs,
    keepAlive: true,
  });
  const broken = new Promise<void>((resolve) => {
    client.on('error', () => {
      resolve();
    });
    client.on('end', resolve);
  });
  client.on('notification', ({ payload }) => {
    onMessage(payload ?? '');
  });
  const connection = new AbortController();
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    onReady();
    await Promise.race([broken, untilAborted(AbortSignal.any([signal, connection.signal]))]);
  } catch {
    return; // the next connection tries again
  } finally {
    connection.abort();
    await client.end().catch(() => undefined);
  }
}

/** Resolves when the signal is aborted, or earlier after `mostMs`. */
function untilAborted(signal: AbortSignal, mostMs?: number): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = mostMs === undefined ? undefined : setTimeout(done, mostMs);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
