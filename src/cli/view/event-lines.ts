import { rankedTrials, standingEnsemble, type RunSnapshot } from '../run-snapshot.js';
import { endOfTrial } from './end-of-trial.js';

/** What became true between two looks at a run, one line each: lines that will not change again. */
export function eventLines(before: RunSnapshot | null, now: RunSnapshot): readonly string[] {
  const lines: string[] = [];
  const { plan } = now.run;
  if (before === null) {
    lines.push(
      `data      ${plan.name} · ${plan.task} · ${plan.metric} ${plan.direction === 'min' ? '↓' : '↑'} · ` +
        `${String(plan.folds)} folds · ${String(plan.profile.rows)} rows · target ${plan.target} · seed ${String(plan.seed)}`,
      ...plan.warnings.map((warning) => `warning   ${warning}`),
    );
  }
  const states = new Map(before?.trials.map(({ number, state }) => [number, state]));
  for (const trial of now.trials) {
    if (trial.state === states.get(trial.number)) continue;
    if (trial.state === 'failed' || trial.state === 'stopped' || trial.state === 'raced') {
      lines.push(
        `${endOfTrial(trial.state).padEnd(9)} ${trial.family} #${String(trial.number)}: ${trial.failure ?? ''}`,
      );
    }
  }
  const [best] = rankedTrials(now);
  const [bestBefore] = before === null ? [] : rankedTrials(before);
  if (best !== undefined && best.number !== bestBefore?.number) {
    const was =
      bestBefore === undefined
        ? ''
        : ` (was ${bestBefore.score?.toPrecision(5) ?? ''}, ${bestBefore.family} #${String(bestBefore.number)})`;
    lines.push(`new best  ${best.score?.toPrecision(5) ?? ''} ${best.family} #${String(best.number)}${was}`);
  }
  if (now.submissions.length > (before?.submissions.length ?? 0)) {
    const standing = standingEnsemble(now);
    lines.push(
      `submission ${String(now.submissions.length)}: ${standing?.blender ?? ''} of ${String(standing?.members.length ?? 0)}, ` +
        `honest estimate ${standing?.estimate.toPrecision(5) ?? ''}`,
    );
  }
  return lines;
}
