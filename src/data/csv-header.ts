import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError } from '../domain/input-error.js';

/** First line of a CSV file: names as written (unnamed columns get "column N") and the delimiter. */
export interface CsvHeader {
  readonly names: readonly string[];
  readonly delimiter: string;
}

const headBytes = 4 << 20;
const delimiters = [',', ';', '\t', '|'];

/**
 * Reads the header of a CSV file; the delimiter is the candidate that stands most often in it.
 * @throws InputError when the file is empty, not UTF-8 or repeats a name
 */
export async function readCsvHeader(file: string): Promise<CsvHeader> {
  const bytes = await firstBytes(file);
  const name = basename(file);
  refuseWideEncoding(bytes, name);
  const line = headerLine(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  if (line.trim() === '') throw emptyFile(name);
  const counts = delimiters.map((delimiter) => splitRecord(line, delimiter).length);
  const delimiter = delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
  const names = splitRecord(line, delimiter).map((text, at) => (text === '' ? `column ${at + 1}` : text));
  const repeated = names.find((text, at) => names.indexOf(text) !== at);
  if (repeated !== undefined) {
    throw new InputError([
      {
        what: `${name} has two columns "${repeated}"`,
        where: `${name}, line 1`,
        why: 'a column is known by its name alone',
        mend: 'rename or remove one of them',
      },
    ]);
  }
  return { names, delimiter };
}

/** The problem of a file with no line in it. */
export function emptyFile(name: string): InputError {
  return new InputError([
    {
      what: `${name} is empty`,
      where: name,
      why: 'there is no header line in it',
      mend: 'get the file again; its download may have been cut short',
    },
  ]);
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function refuseWideEncoding(bytes: Buffer, name: string): void {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const packed = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!wide && !packed && !bytes.subarray(0, 1024).includes(0)) return;
  throw new InputError([
    {
      what: `${name} is not a UTF-8 text file`,
      where: `${name}, line 1`,
      why: wide ? 'it is UTF-16' : packed ? 'it is a zip archive' : 'there are zero bytes in it',
      mend: packed ? 'unpack it' : `iconv -f UTF-16 -t UTF-8 ${name} > utf8.csv, then put that in its place`,
    },
  ]);
}

function headerLine(text: string): string {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (!quoted && (text[at] === '\n' || text[at] === '\r')) return text.slice(0, at);
  }
  return text;
}

function splitRecord(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? '';
    if (letter === '"' && quoted && line[at + 1] === '"') field += line[++at] ?? '';
    else if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) {
      fields.push(field);
      field = '';
    } else field += letter;
  }
  return [...fields, field];
}
