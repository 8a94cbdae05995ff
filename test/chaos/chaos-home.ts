import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { homeAt, postgresPassword, type Home } from '../../src/services/home.js';
import { packageRoot } from '../../src/package-root.js';
import { readServicesState, withPassword } from '../../src/services/services-state.js';
import { podiumCommand, type PodiumCommand } from '../end-to-end/podium-command.js';
import { installFoldAudit } from './fold-audit.js';

/** Runs a statement and returns its rows, however often the database goes away meanwhile. */
export type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

const patienceMs = 120_000;

/** A home with services of its own under the system's temporary folder. */
export interface ChaosHome {
  readonly podium: PodiumCommand;
  readonly home: Home;
  readonly query: Query;
  /** Address of the database, password included. */
  databaseUrl(): string;
  /** Starts what does not run. */
  up(): Promise<void>;
  /** Ends the services and removes the folder. */
  down(): Promise<void>;
}

/** Starts the services of a new home, with the build of `root`, and the audit of its folds. */
export async function openChaosHome(root: string = packageRoot): Promise<ChaosHome> {
  const podium = await podiumCommand({}, root);
  const home = homeAt(podium.home);
  const query: Query = async <Row>(text: string, values: readonly unknown[] = []) => {
    for (const deadline = Date.now() + patienceMs; ;) {
      try {
        return (await once(home, text, values)) as readonly Row[];
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(100);
      }
    }
  };
  const up = async (): Promise<void> => {
    const end = await podium.run(['up']);
    if (end.code !== 0) throw new Error(`podium up ended with ${String(end.code)}: ${end.stderr}`);
  };
  const opened = { podium, home, query, databaseUrl: () => urlOf(home), up, down: () => podium.down() };
  try {
    await up();
    await installFoldAudit(query);
    return opened;
  } catch (error) {
    await podium.down();
    throw error;
  }
}

function urlOf(home: Home): string {
  const url = readServicesState(home)?.databaseUrl;
  if (url == null) throw new Error('no database yet');
  return withPassword(url, postgresPassword(home));
}

async function once(home: Home, text: string, values: readonly unknown[]): Promise<readonly unknown[]> {
  const client = new pg.Client({
    connectionString: urlOf(home),
    connectionTimeoutMillis: 2_000,
    query_timeout: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text, [...values])).rows as readonly unknown[];
  } finally {
    await client.end().catch(() => undefined);
  }
}
