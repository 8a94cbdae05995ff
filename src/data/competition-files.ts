import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, type InputProblem } from '../domain/input-error.js';

/** Absolute paths of the three files of a competition. */
export interface CompetitionFiles {
  readonly train: string;
  readonly test: string;
  readonly sample: string;
}

const wanted = [
  { role: 'train', pattern: /^train\.(csv|parquet)$/i, name: 'train.csv' },
  { role: 'test', pattern: /^test\.(csv|parquet)$/i, name: 'test.csv' },
  {
    role: 'sample',
    pattern: /^(.*sample.*submission.*|gender_submission)\.(csv|parquet)$/i,
    name: 'sample_submission.csv',
  },
] as const;

/**
 * Finds train, test and the sample submission in a folder. Of several samples the shortest name wins.
 * @throws InputError when the folder or a file is missing, or a table stands there as csv and as parquet
 */
export async function findCompetitionFiles(folder: string): Promise<CompetitionFiles> {
  const names = (await listFolder(folder)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const found: Record<string, string> = {};
  const problems: InputProblem[] = [];
  for (const { role, pattern, name } of wanted) {
    const matches = names.filter((entry) => pattern.test(entry));
    const first = matches[0];
    if (first === undefined) problems.push(missingFile(folder, name, names));
    else if (role !== 'sample' && matches.length > 1) problems.push(twoFiles(folder, matches));
    else found[role] = join(folder, first);
  }
  if (problems.length > 0) throw new InputError(problems);
  return found as unknown as CompetitionFiles;
}

/** sha-256 over the bytes of the three files, in the order train, test, sample. */
export async function hashFiles(files: CompetitionFiles): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [files.train, files.test, files.sample]) {
    hash.update(`${String((await stat(file)).size)}\n`);
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const isFile = (error as NodeJS.ErrnoException).code === 'ENOTDIR';
    throw new InputError([
      {
        what: isFile ? `${folder} is a file, not a folder` : `The folder ${folder} cannot be read`,
        where: 'field path',
        why: isFile ? 'a competition is a folder' : ((error as Error).message.split(',')[0] ?? ''),
        mend: 'give the folder that holds train.csv, test.csv and sample_submission.csv',
      },
    ]);
  }
}

function missingFile(folder: string, name: string, names: readonly string[]): InputProblem {
  const shown = names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
  return {
    what: `${name} is missing`,
    where: folder,
    why: names.length === 0 ? 'the folder is empty' : `the folder holds ${shown}`,
    mend: `put ${name} (or ${name.replace('.csv', '.parquet')}) into the folder`,
  };
}

function twoFiles(folder: string, matches: readonly string[]): InputProblem {
  return {
    what: `${matches.join(' and ')} are both there`,
    where: folder,
    why: 'it is not clear which one to read',
    mend: 'leave one of them in the folder',
  };
}
