import type { RunPlan } from './competition.js';
import { mean } from './mean.js';
import type { RunStage, SearchProgress } from './run-progress.js';
import type { TrialOutcome } from './trial.js';

/** The web UI draws tables without space between columns. */
const gap = '\u00a0\u00a0';

/** The run as Markdown for the workflow's current details in Temporal's web UI, at most a few kB. */
export function runMarkdown(plan: RunPlan, stage: RunStage, progress: SearchProgress): string {
  const { counts, ensemble, submission, running } = progress;
  const arrow = plan.direction === 'min' ? '↓ lower is better' : '↑ higher is better';
  const lines = [
    `**${plan.name}** · ${stage} · ${plan.metric} ${arrow} · ${String(plan.folds)} folds · seed ${String(plan.seed)}`,
    '',
    `${String(counts.finished)} finished, ${String(running.length)} running, ${String(counts.failed)} failed, ` +
      `${String(counts.stopped)} stopped${counts.raced > 0 ? `, ${String(counts.raced)} raced out` : ''}`,
    '',
    `| # | model | score ± fold sd | ${gap}seconds |`,
    '| --- | --- | --- | --- |',
  ];
  if (ensemble !== null) {
    const members = String(ensemble.members.length);
    lines.push(
      `| | **${ensemble.blender} of ${members}**, honest estimate | ${shown(ensemble.estimate, ensemble.estimateSd)} | |`,
    );
  }
  progress.top.forEach((trial, rank) => {
    lines.push(
      `| ${String(rank + 1)} | ${trial.family} #${String(trial.number)} | ${shown(trial.score, spread(trial))} | ${gap}${trial.seconds.toFixed(1)} |`,
    );
  });
  if (submission !== null) {
    lines.push('', `Submission: \`${submission.file}\`, ${String(submission.rows)} rows, checked.`);
  }
  return lines.join('\n');
}

/** Standard deviation of the fold scores (n − 1). */
export function spread(trial: Pick<TrialOutcome, 'foldScores'>): number {
  const scores = trial.foldScores;
  if (scores.length < 2) return 0;
  const centre = mean(scores);
  const squares = scores.reduce((sum, score) => sum + (score - centre) ** 2, 0);
  return Math.sqrt(squares / (scores.length - 1));
}

function shown(score: number | null, sd: number): string {
  return score === null ? '' : `${gap}${score.toPrecision(5)} ± ${sd.toPrecision(2)}`;
}
