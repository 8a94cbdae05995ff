import type { Config } from '../config.js';
import { InputError, type InputProblem } from '../domain/input-error.js';
import { postgresPassword, type Home } from './home.js';
import { withPassword, withoutPassword, type ServicesState } from './services-state.js';

/** Where the services of a home are. */
export interface ServiceAddresses {
  /** Password included: not to be shown. */
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  /** null where Temporal is not ours. */
  readonly webUi: string | null;
  readonly supervisorPid: number | null;
  readonly workerPid: number | null;
}

export function addressesOf(config: Config, home: Home, state: ServicesState): ServiceAddresses {
  return {
    databaseUrl: config.databaseUrl ?? withPassword(state.databaseUrl ?? '', postgresPassword(home)),
    temporalAddress: state.temporalAddress,
    namespace: state.namespace,
    webUi: state.webUi,
    supervisorPid: state.supervisor?.pid ?? null,
    workerPid: state.parts.worker.process?.pid ?? null,
  };
}

/** @throws InputError when the services that run were started for other servers than this configuration names */
export function checkSameServers(config: Config, state: ServicesState): void {
  const { parts } = state;
  const problems = [
    difference(
      'DATABASE_URL',
      config.databaseUrl === null ? null : withoutPassword(config.databaseUrl),
      parts.postgres.status === 'external' ? state.databaseUrl : null,
    ),
    difference(
      'TEMPORAL_ADDRESS',
      config.temporal.address,
      parts.temporal.status === 'external' ? state.temporalAddress : null,
    ),
    difference('TEMPORAL_NAMESPACE', config.temporal.namespace, state.namespace),
  ].filter((problem) => problem !== null);
  if (problems.length > 0) throw new InputError(problems);
}

function difference(variable: string, wanted: string | null, running: string | null): InputProblem | null {
  if (wanted === running) return null;
  const name = (server: string | null): string => server ?? 'their own, embedded server';
  return {
    what: 'The services of this home were started with other settings',
    where: `environment variable ${variable}`,
    why: `they use ${name(running)}; this command is to use ${name(wanted)}`,
    mend: `podium down, then this command again; or set ${variable} as it was`,
  };
}
