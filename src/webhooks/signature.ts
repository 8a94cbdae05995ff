import { createHmac } from 'node:crypto';

export const secretPrefix = 'whsec_';

/** A signed message as it goes over the wire. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a body by the Standard Webhooks specification (https://www.standardwebhooks.com): HMAC-SHA256 over
 * "id.timestamp.body" under the decoded secret.
 *
 * @param id the same for every try at handing this message over: receivers drop what they know
 * @param secret whsec_ and base64
 * @param atMs time of this try, milliseconds since the epoch
 */
export function signedMessage(id: string, body: string, secret: string, atMs: number): SignedMessage {
  const timestamp = String(Math.floor(atMs / 1000));
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  };
}
