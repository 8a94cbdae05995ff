import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { failureTypes } from '../src/domain/failure-types.js';
import { isTransientStoreError } from '../src/stores/postgres/transient-error.js';

/** Tries of an activity that heartbeats whose trainer is lost or that fails for no known reason. */
const mostStrikes = 3;
/** The same for light activities, which count every attempt. */
const mostAttempts = 20;

/**
 * Turns what an activity threw into what Temporal should make of it; retry policies themselves set no limit.
 *
 * - Postgres is away or busy: tried again for as long as it takes.
 * - The trainer was lost, or nothing is known of the error: a strike; the third is final. Strikes are carried from
 *   attempt to attempt in the heartbeat, so that attempts that ended with their worker do not count.
 * - Overtaken by another attempt: tried again, no strike.
 * - Cancelled, or final already: left alone.
 */
export function failureUnderRule(error: unknown): unknown {
  if (error instanceof CancelledFailure) return error;
  if (error instanceof ApplicationFailure && (error.nonRetryable === true || isOvertaken(error)))
    return error;
  if (isTransientStoreError(error)) {
    const message = `the database is away: ${textOf(error)}`;
    return ApplicationFailure.create({ message, type: failureTypes.storeAway, cause: asError(error) });
  }
  const final = isLastStrike(Context.current());
  if (error instanceof ApplicationFailure) {
    const { message, type, details } = error;
    return final ? ApplicationFailure.nonRetryable(message, type, ...(details ?? [])) : error;
  }
  const { name } = asError(error);
  return ApplicationFailure.create({
    message: textOf(error),
    type: name,
    nonRetryable: final,
    cause: asError(error),
  });
}

function isOvertaken({ type }: ApplicationFailure): boolean {
  return type === failureTypes.overtaken;
}

function isLastStrike({ info, heartbeat }: Context): boolean {
  if (info.heartbeatTimeoutMs === undefined) return info.attempt >= mostAttempts;
  const { strikes = 0 } = (info.heartbeatDetails ?? {}) as { readonly strikes?: number };
  heartbeat({ note: 'failed', strikes: strikes + 1 });
  return strikes + 1 >= mostStrikes;
}

/** An AggregateError of several addresses tried has no message of its own. */
function textOf(error: unknown): string {
  const known = asError(error);
  const [first] = known instanceof AggregateError ? (known.errors as readonly unknown[]) : [];
  return known.message === '' && first !== undefined ? textOf(first) : known.message;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
