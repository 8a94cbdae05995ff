// Stands in for the worker: says that it polls, keeps a trainer, ends at SIGTERM. Leaves in its home what it was given.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const trainer = spawn('sleep', ['1000'], { stdio: 'ignore' });
writeFileSync(
  join(process.env.PODIUM_HOME, 'worker.json'),
  JSON.stringify({ env: process.env, trainer: trainer.pid }),
);
process.on('SIGTERM', () => {
  trainer.kill('SIGKILL');
  process.exit(0);
});
process.send({ type: 'ready' });
