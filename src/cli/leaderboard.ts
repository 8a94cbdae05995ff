import type { Command } from 'commander';
import { spread } from '../domain/run-markdown.js';
import { formatDuration } from './duration.js';
import { findRun } from './find-run.js';
import { rankedTrials, readSnapshot, standingEnsemble, type RunSnapshot } from './run-snapshot.js';
import { textTable } from './text-table.js';
import { endOfTrial } from './view/end-of-trial.js';
import { foldBars } from './view/fold-bars.js';
import { withSession } from './with-session.js';

export function registerLeaderboard(program: Command): void {
  program
    .command('leaderboard')
    .description('Every trial of a run with its fold scores, and the ensembles with their honest estimates')
    .argument('[run]', 'id of a run or its beginning [the running one, else the newest]')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  podium leaderboard\n  podium leaderboard titanic-20261122-133712 --json',
    )
    .action(async (given: string | undefined, flags: { readonly json?: boolean }) => {
      await withSession(async (session) => {
        const runId = await findRun(session.stores, given);
        const snapshot = await readSnapshot(session.stores, runId);
        if (snapshot === null) return;
        process.stdout.write(
          flags.json === true
            ? `${JSON.stringify(leaderboardJson(snapshot))}\n`
            : `${leaderboardText(snapshot).join('\n')}\n`,
        );
      });
    });
}

function leaderboardJson(snapshot: RunSnapshot): unknown {
  const { run, trials, ensembles, submissions } = snapshot;
  const ranked = rankedTrials(snapshot);
  const rest = trials.filter(({ score }) => score === null);
  return {
    run: run.id,
    status: run.status,
    metric: run.plan.metric,
    direction: run.plan.direction,
    ensemble: standingEnsemble(snapshot),
    ensembles,
    trials: [...ranked, ...rest].map(({ folds, ...trial }) => ({
      ...trial,
      sd: spread({ foldScores: folds.map(({ score }) => score) }),
      foldScores: folds.map(({ score }) => score),
      foldSeconds: folds.map(({ seconds }) => seconds),
      foldNotes: folds.map(({ note }) => note),
    })),
    submissions,
  };
}

function leaderboardText(snapshot: RunSnapshot): readonly string[] {
  const { run, trials } = snapshot;
  const standing = standingEnsemble(snapshot);
  const ranked = rankedTrials(snapshot);
  const all = ranked.flatMap(({ folds }) => folds.map(({ score }) => score));
  const arrow = run.plan.direction === 'min' ? '↓' : '↑';
  const rows = ranked.map((trial, rank) => {
    const foldScores = trial.folds.map(({ score }) => score);
    return [
      String(rank + 1),
      `${trial.family} #${String(trial.number)}`,
      trial.score?.toPrecision(5) ?? '',
      spread({ foldScores }).toPrecision(2),
      foldBars(foldScores, all),
      formatDuration(trial.seconds ?? 0),
      trial.reason,
    ];
  });
  const header = ['#', 'model', `${run.plan.metric} ${arrow}`, '± fold sd', 'folds', 'time', 'why'];
  const lines = [`${run.id} · ${run.status}`];
  if (standing !== null) {
    const { blender, members, estimate, estimateSd, score } = standing;
    lines.push(
      `submission: ${blender} of ${String(members.length)}, honest estimate ${estimate.toPrecision(5)} ± ${estimateSd.toPrecision(2)} (out of fold ${score.toPrecision(5)})`,
      `  ${members.map(({ trial, weight }) => `#${String(trial)} ${weight.toFixed(2)}`).join(' · ')}`,
    );
  }
  lines.push('', ...textTable(header, rows));
  for (const trial of trials.filter(({ score, state }) => score === null && state !== 'running')) {
    lines.push(
      `${endOfTrial(trial.state)}  ${trial.family} #${String(trial.number)}: ${trial.failure ?? ''}`,
    );
  }
  return lines;
}
