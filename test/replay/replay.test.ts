import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { quietWorkers, workflowBundle } from '../temporal.js';

type History = Awaited<ReturnType<typeof historyFromJSON>>;

const folder = new URL('histories/', import.meta.url);
const files = readdirSync(folder).sort();

beforeAll(quietWorkers);

function recorded(file: string): History {
  return historyFromJSON(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

test('there is a recorded history of every workflow', () => {
  expect(files).toEqual(['competition.json', 'ensemble.json', 'search.json', 'trial.json']);
});

test.each(files)('%s replays with the workflows of today', async (file) => {
  const options = { workflowBundle: await workflowBundle() };
  await expect(Worker.runReplayHistory(options, recorded(file), 'recorded')).resolves.toBeUndefined();
});

test('a history that the workflows would not have made is found out', async () => {
  const history = recorded('trial.json');
  const scheduled = history.events?.find((event) => event.activityTaskScheduledEventAttributes != null);
  const type = scheduled?.activityTaskScheduledEventAttributes?.activityType;
  if (type) type.name = 'somethingElse';
  const options = { workflowBundle: await workflowBundle() };
  await expect(Worker.runReplayHistory(options, history, 'changed')).rejects.toThrow(/[Nn]ondeterminis/);
});
