import { setTimeout as sleep } from 'node:timers/promises';
import { eventJson } from '../domain/run-event.js';
import { createBell } from '../stores/bell.js';
import type { Delivery, WebhookStore } from '../stores/webhook-store.js';
import { postMessage } from './post-message.js';
import { retryDelayMs } from './retry-delay.js';
import { signedMessage } from './signature.js';

export interface DelivererOptions {
  readonly store: WebhookStore;
  /** whsec_ and base64; signs every message. */
  readonly secret: string;
  readonly logger: DeliveryLogger;
}

/** Of pino. */
export interface DeliveryLogger {
  warn(what: object, message: string): void;
  debug(what: object, message: string): void;
}

/** Hands events to webhooks for as long as it lives. */
export interface Deliverer {
  /** Takes up nothing new and ends what is under way, within 3 s. */
  close(): Promise<void>;
}

const mostAtATime = 16;
/** Longer than a try takes (src/webhooks/post-message.ts); after it, another worker tries again. */
const leaseMs = 15_000;
const pollMs = 1_000;
const drainMs = 2_000;
const closeMs = 3_000;

/**
 * Starts to deliver. Any number of processes may do so on one database: each delivery is leased to one of them, and
 * what one leaves behind is taken up by another. An event that a receiver does not take is tried until it does or
 * its webhook is removed.
 */
export function startDeliverer({ store, secret, logger }: DelivererOptions): Deliverer {
  const bell = createBell();
  const closing = new AbortController();
  const cut = new AbortController();
  const underWay = new Set<Promise<void>>();

  const claim = async (): Promise<readonly Delivery[]> => {
    const room = mostAtATime - underWay.size;
    if (room === 0) return [];
    try {
      return await store.claimDeliveries(room, leaseMs);
    } catch (error) {
      logger.warn({ err: error }, 'the outbox of webhooks cannot be read');
      return [];
    }
  };

  const deliver = async (delivery: Delivery): Promise<void> => {
    const { webhook, url, event, attempt } = delivery;
    const message = signedMessage(deliveryId(delivery), eventJson(event), secret, Date.now());
    const refused = await postMessage(url, message, cut.signal);
    const about = { webhook, event: event.id, attempt };
    try {
      if (refused === null) {
        await store.settleDelivery(delivery);
        logger.debug(about, 'event delivered');
      } else if (cut.signal.aborted) {
        await store.postponeDelivery(delivery, 'the worker was shut down', 0);
      } else {
        await store.postponeDelivery(delivery, refused, retryDelayMs(attempt, webhook, event.id));
        logger.warn({ ...about, refused }, 'event not delivered');
      }
    } catch (error) {
      logger.warn({ ...about, err: error }, 'what came of a delivery is not stored: it is tried again');
    }
  };

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      for (const delivery of await claim()) {
        const work = deliver(delivery).finally(() => {
          underWay.delete(work);
          bell.ring();
        });
        underWay.add(work);
      }
      await bell.wait(pollMs);
    }
    await Promise.all(underWay);
  };
  const listening = store.watchOutbox(bell.ring, closing.signal);
  const running = run();

  return {
    async close() {
      closing.abort();
      bell.ring();
      const drained = Promise.all([running, listening]);
      await Promise.race([drained, sleep(drainMs, undefined, { ref: false })]);
      cut.abort();
      await Promise.race([drained, sleep(closeMs - drainMs, undefined, { ref: false })]);
    },
  };
}

/** The same for every try at this event for this webhook. */
function deliveryId({ webhook, event }: Delivery): string {
  return `${webhook}_${event.id}`;
}
