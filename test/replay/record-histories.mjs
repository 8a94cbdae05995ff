// Records one completed history of each workflow type of a server, for replay.test.ts.
// Usage: node test/replay/record-histories.mjs <temporal address>
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { writeFile } from 'node:fs/promises';

const [address] = process.argv.slice(2);
if (address === undefined) {
  process.stderr.write('usage: record-histories.mjs <temporal address>\n');
  process.exit(2);
}
const connection = await Connection.connect({ address });
const client = new Client({ connection });
const recorded = new Set();
for await (const info of client.workflow.list({ query: `ExecutionStatus = 'Completed'` })) {
  if (recorded.has(info.type) || info.type.startsWith('temporal-')) continue;
  recorded.add(info.type);
  const history = await client.workflow.getHandle(info.workflowId, info.runId).fetchHistory();
  const file = new URL(`histories/${info.type}.bin`, import.meta.url);
  await writeFile(file, proto.temporal.api.history.v1.History.encode(history).finish());
  process.stdout.write(`${info.type}: ${String(history.events?.length)} events of ${info.workflowId}\n`);
}
await connection.close();
