// A run of many trials that do nothing: time, and how far its histories stay below Temporal's limits (51,200 events,
// 50 MB a workflow run). Usage: node bench/long-run.mjs [--trials 1000] [--parallelism 4]
import { Client, Connection } from '@temporalio/client';
import { parseArgs } from 'node:util';
import { titanic, withIdleFamily, withPodium } from './with-podium.mjs';

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '1000' },
    parallelism: { type: 'string', default: '4' },
  },
});

await withPodium(async (podium) => {
  const { temporal } = JSON.parse(podium('up', '--json'));
  const flags = ['--families', 'idle', '--trials', values.trials, '--parallelism', values.parallelism];
  const report = JSON.parse(podium('run', titanic, ...flags, '--budget', '2h', '--json'));
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection });
  const seen = [];
  for await (const execution of client.workflow.list({ query: `WorkflowId STARTS_WITH "${report.run}"` })) {
    seen.push({
      type: execution.type,
      events: execution.historyLength,
      bytes: Number(execution.historySize ?? 0),
    });
  }
  await connection.close();
  const searches = seen.filter(({ type }) => type === 'search').length;
  const most = (field) => Math.max(...seen.map((each) => each[field]));
  process.stdout.write(
    '| trials asked | finished | at a time | seconds | seconds a trial | workflow runs of the search | longest history | largest |\n' +
      '| --- | --- | --- | --- | --- | --- | --- | --- |\n' +
      `| ${values.trials} | ${report.trials.finished} | ${values.parallelism} | ${report.seconds.toFixed(0)} | ` +
      `${(report.seconds / report.trials.finished).toFixed(3)} | ${searches} | ${most('events')} events | ${(most('bytes') / 1e6).toFixed(2)} MB |\n`,
  );
}, withIdleFamily);
