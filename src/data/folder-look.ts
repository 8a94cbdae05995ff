import { stat } from 'node:fs/promises';
import { InputError } from '../domain/input-error.js';
import { findCompetitionFiles, type CompetitionFiles } from './competition-files.js';

/** A folder at one moment. */
export interface FolderLook {
  /** Null where folder or files cannot be found. */
  readonly files: CompetitionFiles | null;
  /** Changes with the name, size, time or inode of a file; what is missing where `files` is null. */
  readonly mark: string;
}

/** Looks at the files of a competition without reading them. Never rejects: what is wrong may come right. */
export async function lookAtFolder(folder: string): Promise<FolderLook> {
  try {
    const files = await findCompetitionFiles(folder);
    const marks = [files.train, files.test, files.sample].map(async (file) => {
      const { size, mtimeMs, ino } = await stat(file);
      return `${file} ${String(size)} ${String(mtimeMs)} ${String(ino)}`;
    });
    return { files, mark: (await Promise.all(marks)).join('\n') };
  } catch (error) {
    const why =
      error instanceof InputError ? error.problems.map(({ what }) => what) : [(error as Error).message];
    return { files: null, mark: why.join('; ') };
  }
}
