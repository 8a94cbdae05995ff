import { randomBytes } from 'node:crypto';
import { loadConfig } from '../config.js';
import { homeAt, webhookSecret } from '../services/home.js';
import { postMessage } from '../webhooks/post-message.js';
import { signedMessage } from '../webhooks/signature.js';
import { noSuchWebhook } from './webhook-options.js';
import { withSession } from './with-session.js';

/**
 * Posts one message that is no event of a run, once.
 * @throws InputError where there is no such webhook; Error when the receiver did not take it
 */
export async function testWebhook(id: string, json: boolean): Promise<void> {
  await withSession(async ({ stores }) => {
    const webhook = (await stores.webhooks.listWebhooks()).find((each) => each.id === id);
    if (webhook === undefined) throw noSuchWebhook(id);
    const config = loadConfig();
    const secret = config.webhookSecret ?? webhookSecret(homeAt(config.home));
    const body = JSON.stringify({ id: 0, at: new Date(), type: 'webhook.test', payload: {} });
    const message = signedMessage(`${id}_test_${randomBytes(4).toString('hex')}`, body, secret, Date.now());
    const refused = await postMessage(webhook.url, message, new AbortController().signal);
    if (refused !== null) throw new Error(`${webhook.url} did not take the message: ${refused}`);
    process.stdout.write(
      json ? `${JSON.stringify({ webhook: id, taken: true })}\n` : `${webhook.url} took the message\n`,
    );
  });
}
