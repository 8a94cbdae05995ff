import { isGrpcServiceError } from '@temporalio/client';
import type { ServiceAddresses } from '../services/ensure-services.js';
import { ServerAwayError } from '../services/services-error.js';
import { withoutPassword } from '../services/services-state.js';
import { isTransientStoreError } from '../stores/postgres/transient-error.js';

const deadlineExceeded = 4;
const unavailable = 14;

/** Names the server where an error means that Postgres or Temporal cannot be reached; other errors stay as they are. */
export function serverAway(error: unknown, services: ServiceAddresses): unknown {
  if (isTransientStoreError(error)) {
    return new ServerAwayError('postgres', withoutPassword(services.databaseUrl), reasonOf(error));
  }
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(cause) && [deadlineExceeded, unavailable].includes(cause.code)
    ? new ServerAwayError('temporal', services.temporalAddress, cause.details)
    : error;
}

/** An AggregateError of several addresses tried has no message of its own. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return first === undefined ? (error as Error).message : reasonOf(first);
}
