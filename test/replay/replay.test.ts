import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { quietWorkers, workflowBundle } from '../temporal.js';

const { History } = proto.temporal.api.history.v1;

const folder = new URL('histories/', import.meta.url);
const files = readdirSync(folder).sort();

beforeAll(quietWorkers);

/** What Temporal stored for a real run, as protobuf; record-histories.mjs writes it. */
function recorded(file: string): proto.temporal.api.history.v1.History {
  return History.decode(readFileSync(new URL(file, folder)));
}

async function replay(history: proto.temporal.api.history.v1.History): Promise<void> {
  const started = history.events[0]?.workflowExecutionStartedEventAttributes;
  const options = { workflowBundle: await workflowBundle() };
  await Worker.runReplayHistory(options, history, started?.workflowId ?? undefined);
}

test('there is a recorded history of every workflow', () => {
  const types = ['competition', 'ensemble', 'scheduledCompetition', 'search', 'trial', 'watchFolder'];
  expect(files).toEqual(types.map((type) => `${type}.bin`));
});

test.each(files)('%s replays with the workflows of today', async (file) => {
  await expect(replay(recorded(file))).resolves.toBeUndefined();
});

test('a history that the workflows would not have made is found out', async () => {
  const history = recorded('trial.bin');
  const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes != null);
  const type = scheduled?.activityTaskScheduledEventAttributes?.activityType;
  if (type) type.name = 'somethingElse';
  await expect(replay(history)).rejects.toThrow(/[Nn]ondeterminis/);
});
