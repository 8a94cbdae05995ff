import type { ServiceAddresses } from '../services/ensure-services.js';

/** Page of a run in Temporal's web UI, or null where none is known. */
export function webUiAddress(services: ServiceAddresses, runId: string): string | null {
  return services.webUi === null
    ? null
    : `${services.webUi}/namespaces/${services.namespace}/workflows/${encodeURIComponent(runId)}`;
}
