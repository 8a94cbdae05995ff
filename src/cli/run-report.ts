import type { BudgetLedger } from '../domain/budget-ledger.js';
import type { TrialCounts } from '../domain/run-progress.js';
import { spread } from '../domain/run-markdown.js';
import type { ServiceAddresses } from '../services/ensure-services.js';
import type { RunStatus } from '../stores/run-store.js';
import { formatDuration } from './duration.js';
import { ledgerLines } from './view/ledger-lines.js';
import { rankedTrials, standingEnsemble, type RunSnapshot } from './run-snapshot.js';
import { webUiAddress } from './web-ui-address.js';

/** What `podium run --json` prints, and what the closing lines say. Scores have the metric's own sign. */
export interface RunReport {
  readonly run: string;
  readonly status: RunStatus;
  readonly metric: string;
  readonly direction: 'min' | 'max';
  readonly bestSingle: { readonly model: string; readonly score: number; readonly sd: number } | null;
  readonly ensemble: {
    readonly blender: string;
    readonly members: number;
    /** Out of fold, with weights fitted on all rows. */
    readonly score: number;
    /** Nested over folds: expect this on new rows. */
    readonly estimate: number;
    readonly estimateSd: number;
  } | null;
  readonly trials: TrialCounts;
  /** Absolute path of the submission. */
  readonly submission: string | null;
  readonly rows: number | null;
  readonly budgetSeconds: number;
  readonly seconds: number | null;
  readonly ledger: BudgetLedger | null;
  readonly failure: string | null;
  readonly webUi: string | null;
}

export function createRunReport(snapshot: RunSnapshot, services: ServiceAddresses): RunReport {
  const { run, trials, submissions } = snapshot;
  const { plan } = run;
  const [best] = rankedTrials(snapshot);
  const ensemble = standingEnsemble(snapshot);
  const submission = submissions.at(-1);
  const count = (state: string): number => trials.filter((trial) => trial.state === state).length;
  return {
    run: run.id,
    status: run.status,
    metric: plan.metric,
    direction: plan.direction,
    bestSingle:
      best === undefined || best.score === null
        ? null
        : {
            model: `${best.family} #${String(best.number)}`,
            score: best.score,
            sd: spread({ foldScores: best.folds.map(({ score }) => score) }),
          },
    ensemble:
      ensemble === null
        ? null
        : {
            blender: ensemble.blender,
            members: ensemble.members.length,
            score: ensemble.score,
            estimate: ensemble.estimate,
            estimateSd: ensemble.estimateSd,
          },
    trials: {
      finished: count('finished'),
      failed: count('failed'),
      stopped: count('stopped'),
      raced: count('raced'),
    },
    submission: submission?.file ?? null,
    rows: submission?.rows ?? null,
    budgetSeconds: plan.budgetSeconds,
    seconds: run.seconds,
    ledger: run.ledger,
    failure: run.failure,
    webUi: webUiAddress(services, run.id),
  };
}

/** The closing lines of a run. */
export function reportText(report: RunReport): readonly string[] {
  const { bestSingle, ensemble, trials } = report;
  const arrow = report.direction === 'min' ? '↓ lower is better' : '↑ higher is better';
  const lines = [
    `✔ ${report.run} ${report.status} in ${formatDuration(report.seconds ?? 0)} of ${formatDuration(report.budgetSeconds)}`,
    `  ${report.metric} ${arrow}`,
  ];
  if (ensemble !== null) {
    lines.push(
      scoreLine(
        'honest estimate',
        plusMinus(ensemble.estimate, ensemble.estimateSd),
        'nested folds: expect this on new rows',
      ),
      scoreLine(
        ensemble.blender,
        ensemble.score.toPrecision(5),
        `blend of ${String(ensemble.members)}, out of fold`,
      ),
    );
  }
  if (bestSingle !== null) {
    lines.push(scoreLine('best single', plusMinus(bestSingle.score, bestSingle.sd), bestSingle.model));
  }
  lines.push(
    `  ${String(trials.finished)} trials finished, ${String(trials.failed)} failed, ${String(trials.stopped)} stopped` +
      (trials.raced > 0 ? `, ${String(trials.raced)} raced out` : '') +
      `     podium leaderboard ${report.run}`,
  );
  if (report.ledger !== null) lines.push(...ledgerLines(report.ledger));
  if (report.submission !== null) {
    lines.push(`  ${report.submission}   ${String(report.rows ?? 0)} rows, checked against the sample`);
  }
  return lines;
}

function scoreLine(label: string, score: string, note: string): string {
  return `    ${label.padEnd(16)}  ${score.padEnd(17)}  ${note}`;
}

function plusMinus(value: number, sd: number): string {
  return `${value.toPrecision(5)} ± ${sd.toPrecision(2)}`;
}
