import type { WebhookSummary } from '../stores/webhook-store.js';
import { textTable } from './text-table.js';
import { withSession } from './with-session.js';

export async function listWebhooks(json: boolean): Promise<void> {
  await withSession(async ({ stores }) => {
    const webhooks = await stores.webhooks.listWebhooks();
    const none = 'No webhooks yet: podium webhook add <url>\n';
    process.stdout.write(
      json
        ? `${JSON.stringify(webhooks.map(({ id, ...rest }) => ({ webhook: id, ...rest })))}\n`
        : webhooks.length === 0
          ? none
          : `${webhookLines(webhooks).join('\n')}\n`,
    );
  });
}

function webhookLines(webhooks: readonly WebhookSummary[]): readonly string[] {
  return textTable(
    ['webhook', 'delivered', 'pending', 'events', 'url', 'last error'],
    webhooks.map(({ id, delivered, pending, events, url, lastError }) => [
      ...[id, String(delivered), String(pending), events?.join(',') ?? 'all', url, lastError ?? ''],
    ]),
  );
}
