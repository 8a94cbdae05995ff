import type { Parameters } from '../domain/search-space.js';
import type { ModelFamily } from '../models/model-family.js';

/** What the rule for a lack of memory makes of a fit's mini-batch. */
export interface BatchChoice {
  /** For the fit; null for the family's own. */
  readonly rows: number | null;
  /** Why it is not the family's own, for the fold's row. */
  readonly note: string | null;
}

/** Half of the family's own mini-batch where `half` is asked for and the family has one. */
export function chooseBatch(
  { batch }: ModelFamily,
  tableRows: number,
  parameters: Parameters,
  half: boolean,
): BatchChoice {
  if (!half || batch === undefined) return { rows: null, note: null };
  const own = batch.rows(tableRows, parameters);
  const rows = Math.max(batch.leastRows, Math.floor(own / 2));
  return { rows, note: `trained with batch ${rows} in place of ${own} after running out of memory` };
}
