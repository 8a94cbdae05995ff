import { linear } from './linear.js';
import { lightgbm } from './lightgbm.js';
import { residualMlp } from './residual-mlp.js';
import { searchedMlp } from './searched-mlp.js';
import type { ModelFamily } from './model-family.js';

// A new family is one file beside this one and one line here; test/contracts/model-family.test.ts covers it.
export const families: readonly ModelFamily[] = [lightgbm, linear, residualMlp, searchedMlp];

export function findFamily(id: string): ModelFamily | undefined {
  return families.find((family) => family.id === id);
}
