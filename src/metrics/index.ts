import type { OutputForm, TaskKind } from '../domain/competition.js';
import { accuracy } from './accuracy.js';
import { f1 } from './f1.js';
import { logLoss } from './log-loss.js';
import { mae } from './mae.js';
import type { Metric } from './metric.js';
import { r2 } from './r2.js';
import { rmse } from './rmse.js';
import { rmsle } from './rmsle.js';
import { rocAuc } from './roc-auc.js';

/** All metrics, in the order in which they are listed to people. Add one line for a new one. */
export const metrics: readonly Metric[] = [accuracy, logLoss, rocAuc, f1, rmse, rmsle, mae, r2];

/** Finds a metric as people type it: 'auc', 'ROC_AUC' and 'roc-auc' are one. Undefined where there is none. */
export function findMetric(idOrAlias: string): Metric | undefined {
  const name = idOrAlias
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
  return metrics.find((metric) => metric.id === name || metric.aliases.includes(name));
}

/** The metric where nobody names one: it follows from the task and from what the submission holds. */
export function defaultMetric(task: TaskKind, output: OutputForm): Metric {
  if (task === 'regression') return rmse;
  if (output === 'class-probabilities') return logLoss;
  if (output === 'probability') return rocAuc;
  return accuracy;
}
