import { mean } from '../../domain/mean.js';
import { pausedMsAt, type RunControl } from '../../domain/run-control.js';
import { spread } from '../../domain/run-markdown.js';
import type { TrialDetails } from '../../stores/trial-store.js';
import { formatDuration } from '../duration.js';
import { rankedTrials, standingEnsemble, type RunSnapshot } from '../run-snapshot.js';
import { foldBars } from './fold-bars.js';

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const narrow = 60;
const shownTrials = 5;

/**
 * The live region of a run: header, budget bar, counts, the top of the leaderboard, running trials. At most
 * `height` − 2 lines of at most `width` characters; below 60 columns only header, bar and best.
 */
export function renderRun(
  snapshot: RunSnapshot,
  width: number,
  height: number,
  nowMs: number,
  control: RunControl | null = null,
): readonly string[] {
  const { run, trials } = snapshot;
  const { plan } = run;
  const arrow = plan.direction === 'min' ? '↓' : '↑';
  const ranked = rankedTrials(snapshot);
  const running = trials.filter(({ state }) => state === 'running');
  const head = [
    `${plan.name}  ${plan.task} · ${plan.metric} ${arrow} · ${String(plan.folds)} folds · ` +
      `${String(plan.profile.rows)} rows × ${String(plan.profile.numericColumns + plan.profile.categoricalColumns)} columns · seed ${String(plan.seed)}`,
    budgetLine(snapshot, width, nowMs, control),
  ];
  if (width < narrow) return [...head, bestLine(ranked)].map((line) => line.slice(0, width));
  const body = [countsLine(snapshot), '', ...leaderboard(snapshot, ranked)];
  const runningLines = running.map((trial) => runningLine(trial, plan.folds, nowMs));
  const lines = [...head, ...body, '', ...runningLines];
  return lines.slice(0, Math.max(height - 2, 3)).map((line) => line.slice(0, width));
}

function budgetLine(
  { run, trials }: RunSnapshot,
  width: number,
  nowMs: number,
  control: RunControl | null,
): string {
  const budgetSeconds = control?.budgetSeconds ?? run.plan.budgetSeconds;
  const pausedMs = pausedMsAt(control, nowMs);
  const spent = (nowMs - run.startedAt.getTime() - pausedMs) / 1000;
  const share = Math.min(spent / budgetSeconds, 1);
  const searching = trials.length === 0 || trials.some(({ state }) => state === 'running');
  const endsAt = new Date(run.startedAt.getTime() + pausedMs + budgetSeconds * 1000);
  const ends = control?.paused === true ? '' : `, ends ${endsAt.toTimeString().slice(0, 5)}`;
  const percent = `${String(Math.floor(share * 100)).padStart(3)}%`;
  const text = `${percent}  ${formatDuration(spent)} of ${formatDuration(budgetSeconds)}${ends}`;
  const label =
    control?.paused === true
      ? 'Paused   '
      : control?.stopping === true
        ? 'Stopping '
        : searching
          ? 'Searching'
          : 'Blending ';
  const room = Math.max(width - label.length - text.length - 4, 5);
  const full = Math.round(room * share);
  return `${label}  ${'━'.repeat(full)}${'─'.repeat(room - full)} ${text}`;
}

function countsLine({ trials, submissions, run }: RunSnapshot): string {
  const count = (state: string): string => String(trials.filter((trial) => trial.state === state).length);
  const submission =
    submissions.length === 0
      ? 'no submission yet'
      : `submission.csv stands, version ${String(submissions.length)}`;
  return `${count('finished')} done  ${count('running')} running  ${count('failed')} failed${count('raced') === '0' ? '' : `  ${count('raced')} raced out`}   ${submission} in ${run.plan.out}`;
}

function leaderboard(snapshot: RunSnapshot, ranked: readonly TrialDetails[]): readonly string[] {
  const { plan } = snapshot.run;
  const arrow = plan.direction === 'min' ? '↓' : '↑';
  const standing = standingEnsemble(snapshot);
  const shown = ranked.slice(0, shownTrials);
  const all = shown.flatMap(({ folds }) => folds.map(({ score }) => score));
  const [best] = ranked;
  const bestSpread = best === undefined ? 0 : spread({ foldScores: foldScores(best) });
  const lines = [row('#', 'model', `${plan.metric} ${arrow}`, '± fold sd', 'folds', 'time', '')];
  if (standing !== null) {
    const label = `${standing.blender} of ${String(standing.members.length)}`;
    lines.push(
      row('', label, score(standing.estimate), standing.estimateSd.toFixed(4), '', '', 'honest estimate'),
    );
  }
  shown.forEach((trial, rank) => {
    const tie = rank > 0 && Math.abs((trial.score ?? NaN) - (best?.score ?? NaN)) <= bestSpread;
    lines.push(
      row(
        String(rank + 1),
        `${trial.family} #${String(trial.number)}`,
        score(trial.score),
        spread({ foldScores: foldScores(trial) }).toFixed(4),
        foldBars(foldScores(trial), all),
        formatDuration(trial.seconds ?? 0),
        rank === 0 ? 'best single' : tie ? 'tie' : '',
      ),
    );
  });
  if (ranked.length > shown.length) {
    lines.push(`     ${String(ranked.length - shown.length)} more: podium leaderboard`);
  }
  return lines;
}

function row(...cells: readonly [string, string, string, string, string, string, string]): string {
  const [rank, model, value, sd, folds, time, note] = cells;
  return `${rank.padStart(3)}  ${model.padEnd(22)} ${value.padStart(10)} ${sd.padStart(9)}  ${folds.padEnd(5)} ${time.padStart(7)}  ${note}`.trimEnd();
}

function runningLine(trial: TrialDetails, folds: number, nowMs: number): string {
  const turn = spinner[Math.floor(nowMs / 125) % spinner.length] ?? '';
  const since = formatDuration((nowMs - trial.startedAt.getTime()) / 1000);
  const done = trial.folds.length;
  const soFar = done === 0 ? '' : `${score(mean(foldScores(trial)))} so far`;
  const name = `${trial.family} #${String(trial.number)}`;
  return `${turn} ${name.padEnd(24)} fold ${String(Math.min(done + 1, folds))}/${String(folds)}  ${soFar.padEnd(16)} ${since.padStart(7)}`;
}

function bestLine([best]: readonly TrialDetails[]): string {
  return best === undefined
    ? 'no trial finished yet'
    : `best ${score(best.score)} ${best.family} #${String(best.number)}`;
}

function foldScores(trial: TrialDetails): readonly number[] {
  return trial.folds.map((fold) => fold.score);
}

function score(value: number | null): string {
  return value === null ? '' : value.toPrecision(5);
}
