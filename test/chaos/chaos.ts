import { parseArgs } from 'node:util';
import { problemsOf, runChaos, type ChaosReport } from './chaos-run.js';

/**
 * Entry point of `npm run chaos`: one run left alone, the same run with `kill -9` at random moments, and what
 * differs. Exit code 1 when anything does.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    trials: { type: 'string', default: '40' },
    families: { type: 'string', default: 'linear,lightgbm' },
    parallelism: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const trials = Number(values.trials);
const report = await runChaos({
  kills: Number(values.kills),
  trials,
  families: values.families,
  parallelism: Number(values.parallelism),
  seed: values.seed,
  say: (line) => process.stderr.write(`  ${line}\n`),
});
const problems = problemsOf(report, trials);
process.stdout.write(
  values.json ? `${JSON.stringify({ ...report, problems })}\n` : `${textOf(report, problems).join('\n')}\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

function textOf(done: ChaosReport, wrong: readonly string[]): readonly string[] {
  const { kills, folds, racedOut, differences, events, undisturbedSeconds, seconds } = done;
  const total = Object.values(kills).reduce((sum, count) => sum + count, 0);
  const byKind = Object.entries(kills).map(([kind, count]) => `${kind} ${count}`);
  const table =
    differences === null ? 'not compared (several trials at a time)' : `${differences.length} differ`;
  return [
    `kills                        ${total}: ${byKind.join(', ')}`,
    `folds finished               ${folds.finished}, in ${folds.attempts} attempts; ${racedOut} trials raced out`,
    `folds trained twice          ${folds.trainedAgain} after their commit`,
    `commits lost                 ${folds.lost}`,
    `rows left running            ${folds.running}`,
    `suggestions derived again    ${done.underived} differ`,
    `same fits in both runs       ${done.sameFits.compared} folds, ${done.sameFits.differences.length} differ`,
    `trials, parameters, scores   ${table}${differences?.length === 0 ? ': equal to the run left alone' : ''}`,
    `events                       ${events.length === 0 ? 'none missing, none doubled, in order; a follower heard each once' : `${events.length} wrong`}`,
    `time                         ${undisturbedSeconds.toFixed(0)} s left alone, ${seconds.toFixed(0)} s with kills`,
    ...wrong.map((line) => `✖ ${line}`),
  ];
}
