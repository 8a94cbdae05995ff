import { parseArgs } from 'node:util';

export interface Flags {
  readonly seeds: number;
  readonly trials: number;
  readonly workers: readonly number[];
  readonly tasks: RegExp;
  readonly yahpo: string | undefined;
  readonly json: string | undefined;
  /** Python processes at a time. */
  readonly lanes: number;
}

export const usage = `npm run bench:search -- [flags]
  --yahpo <folder>   YAHPO surrogates: <folder>/<scenario>/{model.onnx,config_space.json,encoding.json}
  --seeds <n>        searches of each task and method (20)
  --trials <n>       trials of each search (100)
  --workers <list>   evaluations at a time, one table each (1,4,8)
  --tasks <regex>    only the tasks whose name matches
  --lanes <n>        Python processes at a time (1)
  --json <file>      also every number as JSON
  --quick            functions only, 5 seeds, 40 trials, 1 worker: less than a minute once Python is set up
`;

/** @throws Error that says which flag is wrong */
export function readFlags(args: readonly string[]): Flags {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ yahpo: text, seeds: text, trials: text, workers: text, tasks: text, lanes: text, json: text },
      quick: { type: 'boolean', default: false },
    },
  });
  const [seeds, trials, workers] = values.quick ? ['5', '40', '1'] : ['20', '100', '1,4,8'];
  return {
    seeds: positive('seeds', values.seeds ?? seeds),
    trials: positive('trials', values.trials ?? trials),
    workers: (values.workers ?? workers).split(',').map((count) => positive('workers', count)),
    tasks: new RegExp(values.tasks ?? ''),
    yahpo: values.quick ? undefined : values.yahpo,
    json: values.json,
    lanes: positive('lanes', values.lanes ?? '1'),
  };
}

function positive(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${flag} ${text}: must be whole and above 0`);
  return value;
}
