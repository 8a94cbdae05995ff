import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

test('a reader that leaves early, as head does, is no error', async () => {
  const { stderr } = await promisify(execFile)('sh', [
    '-c',
    '"$0" "$1" run --help | true',
    process.execPath,
    main,
  ]);
  expect(stderr).toBe('');
});
