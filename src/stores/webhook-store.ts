import type { Change, PodiumEvent } from '../domain/run-event.js';

/** An address that events are posted to. */
export interface Webhook {
  readonly id: string;
  /** http or https, without user and password. */
  readonly url: string;
  /** Types of the events it gets; null for all. */
  readonly events: readonly Change['type'][] | null;
}

export interface WebhookSummary extends Webhook {
  readonly createdAt: Date;
  readonly delivered: number;
  /** Events that it has not taken yet. */
  readonly pending: number;
  /** Why it did not take the one that was tried last among these; null when none failed. */
  readonly lastError: string | null;
}

/** One try at handing an event to a webhook. */
export interface Delivery {
  readonly webhook: string;
  readonly url: string;
  readonly event: PodiumEvent;
  /** Counts from 1. */
  readonly attempt: number;
}

/** Webhooks and their outbox, which is filled in the transactions that write events. */
export interface WebhookStore {
  /** Adds a webhook for what happens from now on; a known url keeps its id and gets the new choice of events. */
  addWebhook(webhook: Webhook): Promise<Webhook & { readonly added: boolean }>;
  /** Oldest first. */
  listWebhooks(): Promise<readonly WebhookSummary[]>;
  /** Forgets it with what it has not taken yet. @throws NotFoundError */
  removeWebhook(id: string): Promise<void>;
  /**
   * Leases at most `limit` deliveries that are due, for no other caller to get within `leaseMs`: of each webhook
   * and run (or schedule) the oldest alone, so that their order is kept.
   */
  claimDeliveries(limit: number, leaseMs: number): Promise<readonly Delivery[]>;
  /** It was taken. */
  settleDelivery(delivery: Delivery): Promise<void>;
  /** It was not taken and is due again after `againAfterMs`, unless somebody else has claimed it meanwhile. */
  postponeDelivery(delivery: Delivery, error: string, againAfterMs: number): Promise<void>;
  /** Calls `onNews` whenever there may be something to claim, until the signal is aborted. */
  watchOutbox(onNews: () => void, signal: AbortSignal): Promise<void>;
}
