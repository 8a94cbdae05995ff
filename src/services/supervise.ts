import { dirname } from 'node:path';
import type { Config } from '../config.js';
import { installedNative } from '../native/installed.js';
import { childEnvironment } from './child-environment.js';
import type { RunningService, StartContext } from './child-service.js';
import { buildIdOf } from './entry-points.js';
import { postgresPassword, type Home } from './home.js';
import { KeptService } from './kept-service.js';
import { rotateLog } from './log-file.js';
import { startPostgres } from './postgres.js';
import { ServicesRecord } from './services-record.js';
import { withPassword, withoutPassword, type Part } from './services-state.js';
import { endSurvivors } from './survivors.js';
import { startTemporal } from './temporal-server.js';
import { startWorker } from './worker-process.js';

export interface Supervision {
  restartWorker(): Promise<void>;
  /** Ends the worker, then Temporal, then Postgres. */
  stop(): Promise<void>;
}

/** Starts the services of a home, whose lock this process holds, and keeps them running. */
export async function supervise(
  config: Config,
  home: Home,
  workerEntry: string,
  log: (line: string) => void,
): Promise<Supervision> {
  const survivors = await endSurvivors(home);
  if (survivors.length > 0) log(`ended what an earlier supervisor left running: ${survivors.join(', ')}`);
  const record = new ServicesRecord(config, home);

  const keep = (part: Part, start: (context: StartContext) => Promise<RunningService>): KeptService =>
    new KeptService({
      start,
      onChange: (state) => {
        record.updatePart(part, state);
        if (state.status !== 'failed')
          log(`${part} ${state.status}${state.process ? `, pid ${state.process.pid}` : ''}`);
      },
      log: (line) => log(`${part}: ${line}`),
    });

  const postgres = config.databaseUrl === null ? keep('postgres', () => runPostgres(home, record)) : null;
  const temporal =
    config.temporal.address === null
      ? keep('temporal', (context) => runTemporal(config, home, record, context))
      : null;
  const worker = keep('worker', async (context) => {
    await Promise.all([postgres?.whenReady(context.signal), temporal?.whenReady(context.signal)]);
    return runWorker(config, home, record, workerEntry, context);
  });

  return {
    restartWorker: () => worker.restart(),
    stop: async () => {
      record.update({ stopping: true });
      await worker.stop();
      await temporal?.stop();
      await postgres?.stop();
      record.update({ supervisor: null });
    },
  };
}

async function runPostgres(home: Home, record: ServicesRecord): Promise<RunningService> {
  const port = await record.choosePort('postgres', 'postgres');
  rotateLog(home.postgresLog);
  const password = postgresPassword(home);
  const running = await startPostgres({ folder: home.postgres, port, password, logFile: home.postgresLog });
  record.update({ databaseUrl: withoutPassword(running.url) });
  return running;
}

async function runTemporal(
  config: Config,
  home: Home,
  record: ServicesRecord,
  context: StartContext,
): Promise<RunningService> {
  const port = await record.choosePort('temporal', 'temporal');
  const webUiPort = await record.choosePort('webUi', 'temporal');
  record.update({ temporalAddress: `127.0.0.1:${port}`, webUi: `http://127.0.0.1:${webUiPort}` });
  return startTemporal(
    {
      executable: installedNative().temporal,
      folder: home.temporal,
      databaseFile: home.temporalDatabase,
      port,
      webUiPort,
      namespace: config.temporal.namespace,
      logFile: home.temporalLog,
      env: config.inherited,
    },
    context,
  );
}

function runWorker(
  config: Config,
  home: Home,
  record: ServicesRecord,
  entry: string,
  context: StartContext,
): Promise<RunningService> {
  const { databaseUrl, temporalAddress: address } = record.state;
  const ownUrl = databaseUrl === null ? null : withPassword(databaseUrl, postgresPassword(home));
  record.update({ buildId: buildIdOf(entry) });
  const resolved = {
    ...config,
    databaseUrl: config.databaseUrl ?? ownUrl,
    temporal: { ...config.temporal, address },
  };
  return startWorker(
    {
      entry,
      // Relative paths in a competition spec are read from here: the folder that holds the home.
      workingFolder: dirname(home.folder),
      logFile: home.workerLog,
      env: childEnvironment(resolved),
    },
    context,
  );
}
