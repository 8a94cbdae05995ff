import type { SignedMessage } from './signature.js';

const timeoutMs = 10_000;
const longestError = 300;

/**
 * Posts a message; null when the receiver took it (2xx), else why not, in one line. Redirects are not followed: the
 * message is for the address that was registered.
 */
export async function postMessage(
  url: string,
  { headers, body }: SignedMessage,
  signal: AbortSignal,
): Promise<string | null> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'user-agent': 'podium' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    await response.body?.cancel();
    if (response.ok) return null;
    const moved = response.status >= 300 && response.status < 400;
    return `answered ${response.status}${moved ? ', and redirects are not followed' : ''}`;
  } catch (error) {
    if (timeout.aborted) return `no answer within ${timeoutMs / 1000} s`;
    return textOf(error).slice(0, longestError);
  }
}

/** fetch hides what happened in causes; an AggregateError of several addresses tried has a code alone. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause !== undefined) return textOf(error.cause);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
