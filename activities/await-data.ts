import { hashFiles, type CompetitionFiles } from '../src/data/competition-files.js';
import { lookAtFolder, type FolderLook } from '../src/data/folder-look.js';
import type { WatchActivities } from '../src/domain/activity-contracts.js';
import type { AwaitDataInput, DataNews } from '../src/domain/schedule.js';
import { keptAlive, pauseBetweenLooks } from './kept-alive.js';

export interface WatchTimes {
  readonly pollMs: number;
  /** How long nothing may have moved before what lies there counts. */
  readonly quietMs: number;
}

/** See WatchActivities.awaitData. Reads the files only when a look at the folder says that they may differ. */
export function awaitDataActivity({ pollMs, quietMs }: WatchTimes): WatchActivities['awaitData'] {
  return (input) =>
    keptAlive(async () => {
      let still = { mark: '', sinceMs: 0 };
      let judged: string | null = null;
      for (;;) {
        const look = await lookAtFolder(input.path);
        const nowMs = performance.now();
        if (look.mark !== still.mark) still = { mark: look.mark, sinceMs: nowMs };
        if (look.mark !== judged && nowMs - still.sinceMs >= quietMs) {
          const news = await newsOf(look, input);
          if (news !== null) return news;
          judged = look.mark;
        }
        await pauseBetweenLooks(pollMs);
      }
    });
}

/** Null where all is as it was known, or moves again. */
async function newsOf(
  { files, mark }: FolderLook,
  { path, seen, away }: AwaitDataInput,
): Promise<DataNews | null> {
  const news = files === null ? missing(mark) : await contentOf(files);
  const known = news.state === 'away' ? away : !away && news.dataHash === seen;
  return known || (await lookAtFolder(path)).mark !== mark ? null : news;
}

/** A file that cannot be read is as good as away. */
async function contentOf(files: CompetitionFiles): Promise<DataNews> {
  try {
    return { state: 'there', dataHash: await hashFiles(files) };
  } catch (error) {
    return missing((error as Error).message);
  }
}

function missing(why: string): DataNews {
  return { state: 'away', why };
}
