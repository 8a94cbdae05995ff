import type { Command } from 'commander';
import { loadConfig, type Config } from '../config.js';
import type { Check } from '../services/check.js';
import { taskQueues } from '../../workflows/messages.js';

const MARKS: Readonly<Record<Check['result'], string>> = { ok: '✔', note: '!', wrong: '✖' };

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Check each part that Podium stands on, and say how to mend it')
    .option('--json', 'print one object')
    .addHelpText(
      'after',
      '\nExamples:\n  podium doctor\n  podium doctor --json\n\nExit code 1 when something is wrong.',
    )
    .action(async (flags: { readonly json?: boolean }) => {
      const checks = await examine(loadConfig());
      const fine = checks.every(({ result }) => result !== 'wrong');
      const text =
        flags.json === true ? JSON.stringify({ ok: fine, checks }) : checks.flatMap(linesOf).join('\n');
      process.stdout.write(`${text}\n`);
      if (!fine) process.exitCode = 1;
    });
}

/** Loaded only here: the checks take half a second to load, which other commands should not pay. */
async function examine(config: Config): Promise<readonly Check[]> {
  const [{ checkMachine }, { checkNative }, { checkServices }] = await Promise.all([
    import('../services/machine-checks.js'),
    import('../services/native-checks.js'),
    import('../services/service-checks.js'),
  ]);
  const { control, cpu, gpu, watch } = taskQueues;
  const [native, services] = await Promise.all([
    checkNative(config),
    checkServices(config, { workflows: control, activities: [control, cpu, gpu, watch] }),
  ]);
  return [...checkMachine(config), ...native, ...services];
}

function linesOf(check: Check): readonly string[] {
  const line = `${MARKS[check.result]} ${check.name.padEnd(16)} ${check.detail}`;
  return check.mend === null ? [line] : [line, `  ${' '.repeat(16)} → ${check.mend}`];
}
