import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../src/migrate.js';
import { packageRoot } from '../src/package-root.js';
import { keepOrChoosePort } from '../src/services/ports.js';
import { startPostgres } from '../src/services/postgres.js';
import { openDatabase } from '../src/stores/postgres/database.js';
import { dumpSchema } from '../src/stores/postgres/schema-dump.js';

/** Entry point: writes migrations/schema.sql from a database of its own that every migration was applied to. */
const heading = '-- What all migrations together make. Written by `npm run schema`; a test compares it.\n\n';

const folder = await mkdtemp(join(tmpdir(), 'podium-schema-'));
await chmod(folder, 0o711); // else root's account for Postgres cannot reach it
const server = await startPostgres({
  folder: join(folder, 'data'),
  port: await keepOrChoosePort(undefined, []),
  password: randomBytes(12).toString('hex'),
  logFile: join(folder, 'log'),
});
const db = openDatabase(server.url, { maxConnections: 1 });
try {
  await migrate(server.url);
  await writeFile(join(packageRoot, 'migrations', 'schema.sql'), heading + (await dumpSchema(db)));
} finally {
  await db.destroy();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
