import type { PodiumEvent } from '../../domain/run-event.js';
import { formatDuration } from '../duration.js';

/** One line for people, in local time: "15:04:05 trial.finished lightgbm #12 0.83396 3.1s". */
export function eventLine(event: PodiumEvent): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const { at } = event;
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  return [time, event.type, ...told(event)].join(' ');
}

function told(event: PodiumEvent): readonly string[] {
  switch (event.type) {
    case 'run.started':
      return [event.payload.name, event.payload.metric];
    case 'run.reopened':
      return [
        `${formatDuration(event.payload.usedSeconds)} of ${formatDuration(event.payload.budgetSeconds)} used`,
      ];
    case 'trial.started':
      return [trialName(event.payload), event.payload.reason];
    case 'trial.finished':
    case 'trial.best':
      return [
        trialName(event.payload),
        event.payload.score.toPrecision(5),
        formatDuration(event.payload.seconds),
      ];
    case 'trial.failed':
    case 'trial.stopped':
    case 'trial.raced':
      return [trialName(event.payload), event.payload.reason];
    case 'submission.ready':
      return [event.payload.file, event.payload.estimate.toPrecision(5)];
    case 'budget.nearly-spent': {
      const { usedSeconds, budgetSeconds } = event.payload;
      return [`${formatDuration(usedSeconds)} of ${formatDuration(budgetSeconds)}`];
    }
    case 'schedule.skipped':
      return [event.schedule, event.payload.reason];
    case 'run.finished':
    case 'run.failed':
    case 'run.cancelled':
      return [
        formatDuration(event.payload.seconds),
        ...(event.payload.failure === null ? [] : [event.payload.failure]),
      ];
  }
}

function trialName({ family, trial }: { readonly family: string; readonly trial: number }): string {
  return `${family} #${String(trial)}`;
}
