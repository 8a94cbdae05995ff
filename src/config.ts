import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { InputError, type InputProblem } from './domain/input-error.js';
import { temporalSettings, type TemporalSettings } from './temporal-settings.js';

export interface Config {
  /** Absolute folder of all that this Podium keeps. */
  readonly home: string;
  /** Absolute folder of datasets and predictions, one for all workers; null for the home's own. */
  readonly artifacts: string | null;
  /** postgres://… of a server of one's own; null where Podium starts an embedded one. */
  readonly databaseUrl: string | null;
  readonly temporal: TemporalSettings;
  /** Task queues that a worker of this configuration serves. */
  readonly queues: readonly QueueName[];
  /** Trainers at one time on this machine, from 1. */
  readonly slots: number;
  readonly threadsPerTrainer: number;
  /** Cap on the resident memory of one trainer, in MiB. */
  readonly trainerMemoryMb: number;
  readonly logLevel: LogLevel;
  /** ip:port where a worker serves Prometheus metrics; null for nowhere. */
  readonly metricsAddress: string | null;
  /** ip:port where a worker answers /healthz and /readyz; null for nowhere. */
  readonly healthAddress: string | null;
  /** Signs webhooks, whsec_ and base64; null for the one that the home keeps. */
  readonly webhookSecret: string | null;
  /** Variables of the machine that child processes get; nothing else is inherited. */
  readonly inherited: Readonly<Record<string, string>>;
}

export type LogLevel = (typeof LOG_LEVELS)[number];
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const;

export type QueueName = (typeof QUEUES)[number];
const QUEUES = ['control', 'cpu', 'gpu'] as const;

const INHERITED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LC_[A-Z]+|TZ|TMPDIR|XDG_[A-Z_]+|LD_LIBRARY_PATH|CUDA_[A-Z_]+|NVIDIA_[A-Z_]+|PODIUM_CACHE|PODIUM_FAMILIES)$/;

/** Name of each variable → an example that mends it. */
const EXAMPLES: Readonly<Record<string, string>> = {
  PODIUM_HOME: '"$PWD/.podium"',
  DATABASE_URL: 'postgres://user:password@host:5432/podium',
  PODIUM_ARTIFACTS: '/mnt/shared/podium-artifacts',
  PODIUM_QUEUES: 'control,cpu',
  PODIUM_SLOTS: String(availableParallelism()),
  PODIUM_TRAINER_THREADS: '1',
  PODIUM_TRAINER_MEMORY_MB: '2048',
  PODIUM_LOG_LEVEL: 'info',
  PODIUM_METRICS_ADDRESS: '127.0.0.1:9464',
  PODIUM_HEALTH_ADDRESS: '127.0.0.1:8080',
  PODIUM_WEBHOOK_SECRET: '"whsec_$(openssl rand -base64 32)"',
  TEMPORAL_ADDRESS: 'localhost:7233',
  TEMPORAL_TLS: 'true',
  TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'false',
};

const wholeNumber = (low: number, high: number, fallback: number): z.ZodType<number> => {
  const why = `a whole number from ${low} to ${high} is needed`;
  return z.coerce.number(why).int(why).min(low, why).max(high, why).default(fallback);
};
const text = z.string().optional();
const queues = z
  .string()
  .default(QUEUES.join())
  .transform((value) => [...new Set(value.split(',').map((name) => name.trim()))])
  .pipe(z.array(z.enum(QUEUES, `some of ${QUEUES.join(', ')} are needed, with commas between`)));
const listenAddress = z
  .string()
  .refine(isListenAddress, 'an IP address and a port are needed: names are not looked up')
  .optional();

const environment = z
  .object({
    PODIUM_HOME: z.string().default('.podium'),
    PODIUM_ARTIFACTS: text,
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\/./, 'it must start with postgres:// or postgresql://')
      .refine((value) => URL.canParse(value), 'it cannot be read as an address')
      .optional(),
    PODIUM_QUEUES: queues,
    PODIUM_SLOTS: wholeNumber(1, 1024, availableParallelism()),
    PODIUM_TRAINER_THREADS: wholeNumber(1, 1024, 1),
    PODIUM_TRAINER_MEMORY_MB: wholeNumber(128, 16_777_216, 2048),
    PODIUM_LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(', ')} is needed`).default('info'),
    PODIUM_METRICS_ADDRESS: listenAddress,
    PODIUM_HEALTH_ADDRESS: listenAddress,
    PODIUM_WEBHOOK_SECRET: z
      .string()
      .refine(isWebhookSecret, 'whsec_ and 24 to 64 bytes in base64 are needed')
      .optional(),
    TEMPORAL_ADDRESS: z
      .string()
      .regex(/^[^\s/]+:\d{1,5}$/, 'host:port is needed')
      .optional(),
    TEMPORAL_NAMESPACE: z.string().default('default'),
    TEMPORAL_API_KEY: text,
    TEMPORAL_TLS: z.enum(['true', 'false', '1', '0'], 'true or false is needed').optional(),
    TEMPORAL_TLS_CLIENT_CERT_PATH: text,
    TEMPORAL_TLS_CLIENT_CERT_DATA: text,
    TEMPORAL_TLS_CLIENT_KEY_PATH: text,
    TEMPORAL_TLS_CLIENT_KEY_DATA: text,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: text,
    TEMPORAL_TLS_SERVER_CA_CERT_DATA: text,
    TEMPORAL_TLS_SERVER_NAME: text,
    TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: z
      .enum(['false', '0'], 'the Temporal SDK for TypeScript always looks whose certificate it is')
      .optional(),
    TEMPORAL_CONFIG_FILE: text,
    TEMPORAL_PROFILE: text,
  })
  .superRefine((value, context) => {
    for (const name of ['CLIENT_CERT', 'CLIENT_KEY', 'SERVER_CA_CERT'] as const) {
      if (value[`TEMPORAL_TLS_${name}_PATH`] && value[`TEMPORAL_TLS_${name}_DATA`]) {
        const path = [`TEMPORAL_TLS_${name}_DATA`];
        context.addIssue({ code: 'custom', path, message: `TEMPORAL_TLS_${name}_PATH is set too` });
      }
    }
    const cert = value.TEMPORAL_TLS_CLIENT_CERT_PATH ?? value.TEMPORAL_TLS_CLIENT_CERT_DATA;
    const key = value.TEMPORAL_TLS_CLIENT_KEY_PATH ?? value.TEMPORAL_TLS_CLIENT_KEY_DATA;
    if ((cert === undefined) !== (key === undefined)) {
      const path = [cert === undefined ? 'TEMPORAL_TLS_CLIENT_CERT_PATH' : 'TEMPORAL_TLS_CLIENT_KEY_PATH'];
      context.addIssue({ code: 'custom', path, message: 'a client certificate and its key go together' });
    }
  });

/** Every variable that loadConfig reads, whatever else it hands on to child processes. */
export const configVariables: readonly string[] = Object.keys(environment.shape);

/**
 * The configuration of this process, the only reader of environment variables. An empty variable counts as unset.
 * @throws InputError that names each wrong variable and how to mend it
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
  workingFolder: string = process.cwd(),
): Config {
  const set = Object.fromEntries(Object.entries(env).filter((entry) => entry[1]?.trim())) as Record<
    string,
    string
  >;
  const parsed = environment.safeParse(set);
  if (!parsed.success) throw new InputError(parsed.error.issues.map((issue) => problemOf(issue, set)));
  const value = parsed.data;
  return {
    home: resolve(workingFolder, value.PODIUM_HOME),
    artifacts: value.PODIUM_ARTIFACTS === undefined ? null : resolve(workingFolder, value.PODIUM_ARTIFACTS),
    databaseUrl: value.DATABASE_URL ?? null,
    temporal: temporalSettings(set, workingFolder),
    queues: value.PODIUM_QUEUES,
    slots: value.PODIUM_SLOTS,
    threadsPerTrainer: value.PODIUM_TRAINER_THREADS,
    trainerMemoryMb: value.PODIUM_TRAINER_MEMORY_MB,
    logLevel: value.PODIUM_LOG_LEVEL,
    metricsAddress: value.PODIUM_METRICS_ADDRESS ?? null,
    healthAddress: value.PODIUM_HEALTH_ADDRESS ?? null,
    webhookSecret: value.PODIUM_WEBHOOK_SECRET ?? null,
    inherited: Object.fromEntries(Object.entries(set).filter(([name]) => INHERITED.test(name))),
  };
}

/** By the Standard Webhooks specification. */
function isWebhookSecret(secret: string): boolean {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const bytes = Buffer.from(base64, 'base64').length;
  return bytes >= 24 && bytes <= 64;
}

/** Port 0 lets the system choose. */
function isListenAddress(address: string): boolean {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  return isIP(host.replace(/^\[(.*)\]$/, '$1')) > 0 && Number(port) <= 65_535;
}

function problemOf(issue: z.core.$ZodIssue, set: Readonly<Record<string, string>>): InputProblem {
  const name = String(issue.path[0]);
  const given = set[name];
  // An address or a key may hold a secret: it is not shown again.
  const shown = given === undefined || /URL|KEY|DATA|SECRET/.test(name) ? '' : ` "${given}"`;
  return {
    what: given === undefined ? `${name} is not set` : `${name}${shown} cannot be used`,
    where: `environment variable ${name}`,
    why: issue.message,
    mend: given === undefined ? `set ${name}` : `export ${name}=${EXAMPLES[name] ?? '…'}, or unset ${name}`,
  };
}
