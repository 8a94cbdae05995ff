import type { Config } from '../config.js';
import type { PemSource } from '../temporal-settings.js';

/** The environment that gives a child process this configuration, and nothing else of ours: loadConfig's inverse. */
export function childEnvironment(config: Config): Record<string, string> {
  const { temporal } = config;
  return {
    ...config.inherited,
    PODIUM_HOME: config.home,
    ...given('PODIUM_ARTIFACTS', config.artifacts),
    ...given('DATABASE_URL', config.databaseUrl),
    PODIUM_QUEUES: config.queues.join(),
    PODIUM_SLOTS: String(config.slots),
    PODIUM_TRAINER_THREADS: String(config.threadsPerTrainer),
    PODIUM_TRAINER_MEMORY_MB: String(config.trainerMemoryMb),
    PODIUM_LOG_LEVEL: config.logLevel,
    ...given('PODIUM_METRICS_ADDRESS', config.metricsAddress),
    ...given('PODIUM_HEALTH_ADDRESS', config.healthAddress),
    ...given('PODIUM_WEBHOOK_SECRET', config.webhookSecret),
    ...given('TEMPORAL_ADDRESS', temporal.address),
    TEMPORAL_NAMESPACE: temporal.namespace,
    ...given('TEMPORAL_API_KEY', temporal.apiKey),
    TEMPORAL_TLS: String(temporal.tls !== null),
    ...pem('TEMPORAL_TLS_CLIENT_CERT', temporal.tls?.clientCert),
    ...pem('TEMPORAL_TLS_CLIENT_KEY', temporal.tls?.clientKey),
    ...pem('TEMPORAL_TLS_SERVER_CA_CERT', temporal.tls?.serverCaCert),
    ...given('TEMPORAL_TLS_SERVER_NAME', temporal.tls?.serverName),
    // In small letters with hyphens, as the header is: the SDK's reader turns only one underscore into a hyphen.
    ...Object.fromEntries(
      Object.entries(temporal.metadata).map(([name, value]) => [`TEMPORAL_GRPC_META_${name}`, value]),
    ),
  };
}

function given(name: string, value: string | null | undefined): Record<string, string> {
  return value === null || value === undefined ? {} : { [name]: value };
}

function pem(name: string, source: PemSource | null | undefined): Record<string, string> {
  if (source === null || source === undefined) return {};
  return 'path' in source ? { [`${name}_PATH`]: source.path } : { [`${name}_DATA`]: source.data };
}
