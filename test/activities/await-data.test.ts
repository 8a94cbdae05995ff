import { appendFile, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MockActivityEnvironment } from '@temporalio/testing';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { awaitDataActivity } from '../../activities/await-data.js';
import { findCompetitionFiles, hashFiles } from '../../src/data/competition-files.js';
import type { AwaitDataInput, DataNews } from '../../src/domain/schedule.js';

const quietMs = 150;
const awaitData = awaitDataActivity({ pollMs: 20, quietMs });

let folder: string;
const train = (): string => join(folder, 'train.csv');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'podium-watched-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const name of ['train.csv', 'test.csv', 'sample_submission.csv']) {
    await writeFile(join(folder, name), `${name}\n`);
  }
});

const hash = async (): Promise<string> => hashFiles(await findCompetitionFiles(folder));

/** Waits on the folder; `news` holds what came of it, and is empty for as long as nothing has. */
async function waiting(input: Partial<AwaitDataInput> = {}) {
  const seen = await hash().catch(() => null);
  const environment = new MockActivityEnvironment();
  const news: DataNews[] = [];
  const ended = environment.run(awaitData, { path: folder, seen, away: false, ...input }).then(
    (found) => void news.push(found as DataNews),
    () => undefined,
  );
  onTestFinished(async () => {
    environment.cancel();
    await ended;
  });
  return { news, ended };
}

test('files that are touched, or written again with the same content, are no news', async () => {
  const { news } = await waiting();
  await utimes(train(), new Date(), new Date(0));
  await sleep(3 * quietMs);
  await writeFile(train(), 'train.csv\n');
  await sleep(3 * quietMs);
  expect(news).toEqual([]);
});

test('content counts once it has been quiet, not while it is being written', async () => {
  const { news, ended } = await waiting();
  for (let part = 0; part < 12; part++) {
    await appendFile(train(), `${String(part)}\n`);
    await sleep(quietMs / 3);
  }
  expect(news).toEqual([]);
  await ended;
  expect(news).toEqual([{ state: 'there', dataHash: await hash() }]);
});

test('a change that happened before anybody waited is found', async () => {
  const seen = await hash();
  await appendFile(train(), 'more\n');
  const { news, ended } = await waiting({ seen });
  await ended;
  expect(news).toEqual([{ state: 'there', dataHash: await hash() }]);
});

test('files that stay away are told once, files that are replaced are not away', async () => {
  const replaced = await waiting();
  await rename(train(), join(folder, 'old.csv'));
  await rename(join(folder, 'old.csv'), train());
  await sleep(3 * quietMs);
  expect(replaced.news).toEqual([]);

  await rm(train());
  await replaced.ended;
  expect(replaced.news).toEqual([{ state: 'away', why: 'train.csv is missing' }]);
  const away = await waiting({ away: true });
  await sleep(3 * quietMs);
  expect(away.news).toEqual([]);
  await writeFile(train(), 'train.csv\n');
  await away.ended;
  expect(away.news).toEqual([{ state: 'there', dataHash: await hash() }]);
});

test('a file that is a folder is away: it cannot be read', async () => {
  const { news, ended } = await waiting();
  await rm(train());
  await mkdir(train());
  await ended;
  expect(news).toMatchObject([{ state: 'away', why: expect.stringContaining('EISDIR') as string }]);
});
