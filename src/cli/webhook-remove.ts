import { NotFoundError } from '../stores/store-errors.js';
import { noSuchWebhook } from './webhook-options.js';
import { withSession } from './with-session.js';

/** @throws InputError where there is none with this id */
export async function removeWebhook(id: string, json: boolean): Promise<void> {
  await withSession(async ({ stores }) => {
    await stores.webhooks.removeWebhook(id).catch((error: unknown) => {
      throw error instanceof NotFoundError ? noSuchWebhook(id) : error;
    });
    process.stdout.write(json ? `${JSON.stringify({ webhook: id, removed: true })}\n` : `${id} is removed\n`);
  });
}
