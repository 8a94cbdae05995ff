import type { Command } from 'commander';
import { loadConfig } from '../config.js';
import { ensureServices } from '../services/ensure-services.js';
import { homeAt } from '../services/home.js';
import { readServicesState, type ServicesState } from '../services/services-state.js';
import { printStep } from './steps.js';
import { textTable } from './text-table.js';

export function registerUp(program: Command): void {
  program
    .command('up')
    .description('Start Postgres, Temporal and the worker in the background')
    .option('--json', 'print one object')
    .addHelpText('after', '\nExamples:\n  podium up\n  PODIUM_SLOTS=4 podium up --json')
    .action(async (flags: { readonly json?: boolean }) => {
      const config = loadConfig();
      const addresses = await ensureServices(config, printStep);
      const home = homeAt(config.home);
      const state = readServicesState(home);
      if (state === null) throw new Error(`${home.servicesFile} cannot be read`);
      const text =
        flags.json === true
          ? JSON.stringify(summaryOf(state, home.folder, home.logs, addresses.webUi))
          : textTable(['what', 'where', 'process'], rowsOf(state, home.folder, home.logs)).join('\n');
      process.stdout.write(`${text}\n`);
    });
}

function summaryOf(state: ServicesState, home: string, logs: string, webUi: string | null): unknown {
  const pid = (part: keyof ServicesState['parts']): number | null => state.parts[part].process?.pid ?? null;
  return {
    home,
    logs,
    supervisor: { pid: state.supervisor?.pid ?? null },
    postgres: { address: state.databaseUrl, pid: pid('postgres') },
    temporal: { address: state.temporalAddress, namespace: state.namespace, webUi, pid: pid('temporal') },
    worker: { pid: pid('worker') },
  };
}

function rowsOf(state: ServicesState, home: string, logs: string): readonly (readonly string[])[] {
  const processOf = (part: keyof ServicesState['parts']): string => {
    const { process, status } = state.parts[part];
    return process === null ? status : `pid ${process.pid}`;
  };
  return [
    ['Postgres', state.databaseUrl ?? '', processOf('postgres')],
    ['Temporal', `${state.temporalAddress}, namespace ${state.namespace}`, processOf('temporal')],
    ...(state.webUi === null ? [] : [['web UI', state.webUi, '']]),
    ['worker', 'queues podium, podium-watch, podium-cpu, podium-gpu', processOf('worker')],
    ['home', home, `pid ${state.supervisor?.pid ?? '?'}`],
    ['logs', logs, ''],
  ];
}
