import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkSubmission } from '../../src/data/check-submission.js';
import type { SubmissionForm } from '../../src/data/dataset.js';
import { submissionText } from '../../src/data/submission-rows.js';
import { folderOf } from './competition-folder.js';

const classes = ['no', 'yes'];
const form: SubmissionForm = {
  header: ['id', 'y'],
  idColumn: 'id',
  ids: ['007', 'a,b', '3'],
  testRow: Int32Array.of(2, 0, 1),
  output: 'labels',
  columnClass: [],
};
const test3 = { rows: 3, columns: [] };

const text = (changed: Partial<SubmissionForm>, values: number[], outputs = 1, names = classes): string =>
  submissionText(
    { ...form, ...changed },
    { classes: names, test: test3 },
    { values: Float64Array.from(values), outputs },
  );

const check = async (content: string, changed: Partial<SubmissionForm> = {}): Promise<void> => {
  const folder = await folderOf({ 'submission.csv': content });
  await checkSubmission(join(folder, 'submission.csv'), { ...form, ...changed }, classes);
};

describe('submissionText', () => {
  test('labels from 0.5 on, in the order of the ids', () => {
    expect(text({}, [0.5, 0.49, 0.9])).toBe('id,y\n007,yes\n"a,b",yes\n3,no\n');
  });

  test('labels of several classes are the most likely', () => {
    const values = [0.2, 0.5, 0.3, 0.6, 0.2, 0.2, 0.1, 0.1, 0.8];
    expect(text({}, values, 3, ['x', 'y', 'z'])).toBe('id,y\n007,z\n"a,b",y\n3,x\n');
  });

  test('probabilities are kept in range', () => {
    expect(text({ output: 'probability' }, [0.25, 1.0000001, -1e-9])).toBe('id,y\n007,0\n"a,b",0.25\n3,1\n');
  });

  test('one column a class, in the order of the header, summing to 1', () => {
    const changed = { output: 'class-probabilities', header: ['y', 'id', 'n'], columnClass: [1, 0] } as const;
    expect(text(changed, [0.25, 0.5, 1])).toBe('y,id,n\n1,007,0\n0.25,"a,b",0.75\n0.5,3,0.5\n');
    const three = {
      output: 'class-probabilities',
      header: ['id', 'c', 'a', 'b'],
      columnClass: [2, 0, 1],
    } as const;
    const cells = text(three, [0.25, 0.125, 0.125, 0, 0, 0, 1, 0, 0], 3, ['a', 'b', 'c']).split('\n');
    expect(cells[1]).toBe('007,0,1,0');
    expect(cells[2]).toBe('"a,b",0.25,0.5,0.25');
    expect(cells[3]).toBe(`3,${1 / 3},${1 / 3},${1 / 3}`);
  });

  test('values as they are, never rounded, raised to the minimum', () => {
    expect(text({ output: 'values' }, [1.5, -2, 1e-7])).toBe('id,y\n007,1e-7\n"a,b",1.5\n3,-2\n');
    const values = Float64Array.of(1.5, -2, 0);
    const changed = { ...form, output: 'values' } as const;
    expect(
      submissionText(changed, { classes: [], test: test3 }, { values, outputs: 1, minimum: 0 }),
    ).toContain('\n3,0\n');
  });

  test('refuses what is not finite and what has the wrong size', () => {
    expect(() => text({ output: 'values' }, [1, NaN, 2])).toThrow('prediction of test row 1 is NaN');
    expect(() => text({ output: 'values' }, [1, 2])).toThrow('2 predictions for 3 test rows × 1 outputs');
  });
});

describe('checkSubmission', () => {
  test('takes what submissionText writes', async () => {
    await check(text({}, [0.5, 0.49, 0.9]));
    await check(text({ output: 'probability' }, [0.5, 0.49, 0.9]), { output: 'probability' });
  });

  const shares = { output: 'class-probabilities', header: ['id', 'n', 'y'], columnClass: [0, 1] } as const;
  const probability = { output: 'probability' } as const;

  test.each([
    ['header', 'id,Y\n007,no\n"a,b",no\n3,no\n', {}, 'the header is id,Y, the sample has id,y'],
    ['count', 'id,y\n007,no\n', {}, 'it has 1 rows, the sample has 3'],
    ['order', 'id,y\n"a,b",no\n007,no\n3,no\n', {}, 'row 1 has the id "a,b", the sample has "007"'],
    ['id text', 'id,y\n7,no\n"a,b",no\n3,no\n', {}, 'row 1 has the id "7", the sample has "007"'],
    ['empty cell', 'id,y\n007,no\n"a,b",\n3,no\n', {}, 'row 2 has an empty cell'],
    ['label', 'id,y\n007,no\n"a,b",maybe\n3,no\n', {}, 'row 2 has the unknown label "maybe"'],
    [
      'number',
      'id,y\n007,NaN\n"a,b",1\n3,1\n',
      { output: 'values' },
      'row 1 holds "NaN", which is not a number',
    ],
    ['range', 'id,y\n007,0\n"a,b",1.01\n3,1\n', probability, 'row 2 holds "1.01", outside of 0 to 1'],
    ['sum', 'id,n,y\n007,0.5,0.5\n"a,b",0.5,0.6\n3,0,1\n', shares, 'row 2 has probabilities that sum to 1.1'],
    ['torn row', 'id,y\n007,no,1\n"a,b",no\n3,no\n', {}, 'has 3 fields, the header has 2'],
  ] as const)('refuses a wrong %s', async (_, content, changed, message) => {
    await expect(check(content, changed)).rejects.toThrow(message);
    await expect(check(content, changed)).rejects.toThrow(/^the submission is not valid: /);
  });
});
