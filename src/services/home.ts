import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../domain/input-error.js';
import { createFile } from './atomic-file.js';

/** Absolute paths of what a home keeps. */
export interface Home {
  readonly folder: string;
  readonly postgres: string;
  readonly temporal: string;
  readonly temporalDatabase: string;
  readonly logs: string;
  readonly supervisorLog: string;
  readonly postgresLog: string;
  readonly temporalLog: string;
  readonly workerLog: string;
  readonly servicesFile: string;
  readonly pidFile: string;
  readonly passwordFile: string;
  readonly webhookSecretFile: string;
  readonly artifacts: string;
  readonly runs: string;
}

export function homeAt(folder: string): Home {
  const logs = join(folder, 'logs');
  const temporal = join(folder, 'temporal');
  return {
    folder,
    postgres: join(folder, 'postgres'),
    temporal,
    temporalDatabase: join(temporal, 'temporal.db'),
    logs,
    supervisorLog: join(logs, 'supervisor.log'),
    postgresLog: join(logs, 'postgres.log'),
    temporalLog: join(logs, 'temporal.log'),
    workerLog: join(logs, 'worker.log'),
    servicesFile: join(folder, 'services.json'),
    pidFile: join(folder, 'supervisor.pid'),
    passwordFile: join(folder, 'postgres-password'),
    webhookSecretFile: join(folder, 'webhook-secret'),
    artifacts: join(folder, 'artifacts'),
    runs: join(folder, 'runs'),
  };
}

/** Makes the folders of a home; Postgres makes its own. @throws InputError when the folder cannot be written */
export function createHome(home: Home): void {
  try {
    for (const folder of [home.temporal, home.logs, home.artifacts, home.runs]) {
      mkdirSync(folder, { recursive: true });
    }
    createFile(join(home.folder, '.gitignore'), '*\n');
  } catch (error) {
    throw new InputError([
      {
        what: `The folder of Podium's state, ${home.folder}, cannot be written`,
        where: 'environment variable PODIUM_HOME (default: .podium in the current folder)',
        why: (error as Error).message,
        mend: 'run in a folder you may write to, or: export PODIUM_HOME=<folder>',
      },
    ]);
  }
}

/** The home's Postgres password: random, made on first use, in a file that only the owner reads. */
export function postgresPassword(home: Home): string {
  createFile(home.passwordFile, randomBytes(24).toString('base64url'), 0o600);
  return readFileSync(home.passwordFile, 'utf8');
}

/** The home's secret for signing webhooks: random, made on first use, in a file that only the owner reads. */
export function webhookSecret(home: Home): string {
  mkdirSync(home.folder, { recursive: true });
  createFile(home.webhookSecretFile, `whsec_${randomBytes(32).toString('base64')}`, 0o600);
  return readFileSync(home.webhookSecretFile, 'utf8');
}
