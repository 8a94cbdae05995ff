import { defineSearchAttributeKey } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { RunPlan } from '../src/domain/competition.js';
import type { RunStage, SearchProgress } from '../src/domain/run-progress.js';
import { searchAttributeNames } from './messages.js';

const competition = defineSearchAttributeKey(searchAttributeNames.competition, 'KEYWORD');
const status = defineSearchAttributeKey(searchAttributeNames.status, 'KEYWORD');
const bestScore = defineSearchAttributeKey(searchAttributeNames.bestScore, 'DOUBLE');

/** Keeps the run's search attributes; does nothing where the namespace does not know them. */
export function createRunAttributes(
  plan: RunPlan,
  known: boolean,
): { set(stage: RunStage, progress: SearchProgress): void } {
  return {
    set(stage, progress) {
      if (!known) return;
      upsertSearchAttributes([
        { key: competition, value: plan.name },
        { key: status, value: stage },
        { key: bestScore, value: progress.ensemble?.estimate ?? progress.top[0]?.score ?? null },
      ]);
    },
  };
}
