import { createHash } from 'node:crypto';
import type { Column } from './dataset.js';
import type { DroppedColumn, Feature } from './feature.js';

/**
 * Leaves out columns that are constant in training rows and exact copies of others; of copies the one that
 * stands in the files stays. Derived columns go without a word.
 */
export function usefulFeatures(features: readonly Feature[]): {
  readonly features: readonly Feature[];
  readonly dropped: readonly DroppedColumn[];
} {
  const dropped: DroppedColumn[] = [];
  const first = new Map<string, Feature>();
  const kept = new Set<Feature>();
  for (const feature of [...features].sort((a, b) => Number(a.derived) - Number(b.derived))) {
    if (isConstant(feature.train)) {
      if (!feature.derived)
        dropped.push({ name: feature.name, reason: 'the same value in all training rows' });
      continue;
    }
    const key = fingerprint(feature);
    const twin = first.get(key);
    if (twin === undefined) {
      first.set(key, feature);
      kept.add(feature);
    } else if (!feature.derived) {
      dropped.push({ name: feature.name, reason: `a copy of ${twin.name}` });
    }
  }
  return { features: features.filter((feature) => kept.has(feature)), dropped };
}

function isConstant(column: Column): boolean {
  const values = column.kind === 'numeric' ? column.values : column.codes;
  const [first] = values;
  return values.every((value) => Object.is(value, first));
}

function fingerprint({ train, test }: Feature): string {
  const hash = createHash('sha1').update(train.kind);
  const order = new Map<number, number>();
  for (const column of [train, test]) {
    hash.update(column.kind === 'numeric' ? column.values : byFirstAppearance(column.codes, order));
  }
  return hash.digest('hex');
}

function byFirstAppearance(codes: Int32Array, order: Map<number, number>): Int32Array {
  return codes.map((code) => {
    if (code < 0) return -1;
    const known = order.get(code) ?? order.size;
    order.set(code, known);
    return known;
  });
}
