import { randomBytes } from 'node:crypto';
import { loadConfig } from '../config.js';
import { homeAt, webhookSecret } from '../services/home.js';
import { parseEventTypes, parseWebhookUrl } from './webhook-options.js';
import { withSession } from './with-session.js';

/** Adds a webhook, or changes the events of the one with this url. @throws InputError */
export async function addWebhook(given: string, types: string | undefined, json: boolean): Promise<void> {
  const url = parseWebhookUrl(given);
  const events = parseEventTypes(types);
  await withSession(async ({ stores }) => {
    const id = `wh_${randomBytes(4).toString('hex')}`;
    const webhook = await stores.webhooks.addWebhook({ id, url, events });
    const done = webhook.added ? 'added' : 'changed';
    const secretFile = secretFileHere();
    process.stdout.write(
      json
        ? `${JSON.stringify({ webhook: webhook.id, url, events, [done]: true, secretFile })}\n`
        : [
            `${webhook.id} ${done}: ${events?.join(', ') ?? 'every event'} to ${url}`,
            `  signed with the secret in ${secretFile ?? 'PODIUM_WEBHOOK_SECRET'}`,
            `  try it: podium webhook test ${webhook.id}\n`,
          ].join('\n'),
    );
  });
}

/** Where the secret is, which is not shown; null where the environment holds it. */
function secretFileHere(): string | null {
  const config = loadConfig();
  if (config.webhookSecret !== null) return null;
  const home = homeAt(config.home);
  webhookSecret(home);
  return home.webhookSecretFile;
}
