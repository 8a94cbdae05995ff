import {
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { DataNews, WatchEnd, WatchInput } from '../src/domain/schedule.js';
import { watching } from './activity-proxies.js';
import { newDataSignal, type WatchMemo } from './messages.js';

const stepsPerRun = 40;

/**
 * The watch of a schedule on change: waits for other content in the folder or a signal, then triggers the schedule
 * as soon as it is neither paused nor running. Ends when the schedule is gone.
 */
export async function watchFolder(input: WatchInput): Promise<WatchEnd> {
  const { scheduleId, path } = input;
  let { seen, away = null, due = false, hold = null } = input;
  let asked = false;
  setHandler(
    newDataSignal,
    () => {
      asked = true;
    },
    { description: 'From another system: there may be new data. Looks now and runs where something changed' },
  );
  const tell = createTeller(path);
  for (let step = 0; step < stepsPerRun && !workflowInfo().continueAsNewSuggested; step++) {
    due ||= asked;
    asked = false;
    tell(textOf(due, hold, away));
    if (due) {
      const answer = await watching.triggerSchedule.executeWithOptions({ summary: `trigger ${scheduleId}` }, [
        { scheduleId, hold },
      ]);
      if (answer === 'gone')
        return { status: 'ended', reason: `there is no schedule ${scheduleId} any more` };
      due = answer !== 'triggered';
      hold = answer === 'triggered' ? null : answer;
      continue;
    }
    const news = await newsUnless(() => asked, { path, seen, away: away !== null });
    if (news === null) continue;
    away = news.state === 'away' ? news.why : null;
    if (news.state === 'away' || news.dataHash === seen) continue;
    seen = news.dataHash;
    due = true;
  }
  return continueAsNew<typeof watchFolder>({ scheduleId, path, seen, away, due: due || asked, hold });
}

/** News of the files; null when `interrupted` came true before, and the wait was given up. */
function newsUnless(
  interrupted: () => boolean,
  input: Parameters<typeof watching.awaitData>[0],
): Promise<DataNews | null> {
  const scope = new CancellationScope();
  return scope.run(async () => {
    try {
      const summary = input.away ? 'wait for the files' : 'wait for new data';
      return await Promise.race([
        watching.awaitData.executeWithOptions({ summary }, [input]),
        condition(interrupted).then(() => null),
      ]);
    } finally {
      scope.cancel();
    }
  });
}

function textOf(due: boolean, hold: WatchInput['hold'], away: string | null): string {
  if (due && hold === 'paused') return 'has new data, waits for the schedule to be resumed';
  if (due && hold === 'running') return 'has new data, waits for the run under way to end';
  if (due) return 'has new data';
  return away === null ? 'waits for new data' : `waits for the files: ${away}`;
}

/** Says where the watch stands: to the web UI in current details, to lists in the memo, which needs no worker. */
function createTeller(path: string): (text: string) => void {
  let told: string | null = null;
  return (text) => {
    if (text === told) return;
    told = text;
    setCurrentDetails(`${text}\n\nFolder: \`${path}\``);
    upsertMemo({ path, watch: text } satisfies WatchMemo);
  };
}
