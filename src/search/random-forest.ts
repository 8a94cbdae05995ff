import { seededRandom, type Random } from '../domain/seeded-random.js';

/** A box of the unit cube in which a tree predicts one value. */
export interface Leaf {
  readonly low: Float64Array; // [width]
  readonly high: Float64Array; // [width]
  readonly value: number;
}

const leastLeafRows = 3;
const featureShare = 5 / 6;

/**
 * Regression trees on bootstrap samples, each as its leaves, which fill the unit cube (Breiman 2001, "Random forests").
 * A split takes the threshold that leaves the least squared error, among five sixths of the coordinates, as in Hutter
 * et al. 2014; a leaf keeps at least three rows.
 *
 * @param points in [0, 1] [values.length × width]
 */
export function randomForest(
  points: Float64Array,
  values: Float64Array,
  width: number,
  options: { readonly trees: number; readonly seed: string | number },
): readonly (readonly Leaf[])[] {
  return Array.from({ length: options.trees }, (_, tree) => {
    const random = seededRandom(options.seed, 'tree', tree);
    const rows = Int32Array.from({ length: values.length }, () => random.int(values.length));
    const leaves: Leaf[] = [];
    const cube = { low: new Float64Array(width), high: new Float64Array(width).fill(1) };
    grow({ points, values, width, random, leaves }, rows, cube);
    return leaves;
  });
}

interface Growing {
  readonly points: Float64Array;
  readonly values: Float64Array;
  readonly width: number;
  readonly random: Random;
  readonly leaves: Leaf[];
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly gain: number;
}

function grow(tree: Growing, rows: Int32Array, box: Pick<Leaf, 'low' | 'high'>): void {
  const split = bestSplit(tree, rows);
  if (split === null) {
    const sum = rows.reduce((total, row) => total + (tree.values[row] as number), 0);
    tree.leaves.push({ ...box, value: sum / rows.length });
    return;
  }
  const { feature, threshold } = split;
  const isLeft = (row: number): boolean => (tree.points[row * tree.width + feature] as number) < threshold;
  grow(tree, rows.filter(isLeft), { low: box.low, high: withAt(box.high, feature, threshold) });
  grow(
    tree,
    rows.filter((row) => !isLeft(row)),
    { low: withAt(box.low, feature, threshold), high: box.high },
  );
}

function bestSplit(tree: Growing, rows: Int32Array): Split | null {
  if (rows.length < 2 * leastLeafRows) return null;
  let best: Split | null = null;
  for (const feature of drawnFeatures(tree)) {
    const split = bestThreshold(tree, rows, feature);
    if (split !== null && (best === null || split.gain > best.gain)) best = split;
  }
  return best;
}

/** Five sixths of the coordinates, drawn without repetition. */
function drawnFeatures({ width, random }: Growing): readonly number[] {
  const features = Array.from({ length: width }, (_, feature) => feature);
  while (features.length > Math.ceil(width * featureShare)) features.splice(random.int(features.length), 1);
  return features;
}

/** Gain is the squared error that the split takes away; null where none does. */
function bestThreshold({ points, values, width }: Growing, rows: Int32Array, feature: number): Split | null {
  const at = (row: number): number => points[row * width + feature] as number;
  const sorted = rows.slice().sort((a, b) => at(a) - at(b) || a - b);
  const total = sorted.reduce((sum, row) => sum + (values[row] as number), 0);
  const n = sorted.length;
  const mean = total / n;
  let best: Split | null = null;
  let left = 0;
  for (let k = 1; k <= n - leastLeafRows; k++) {
    const row = sorted[k - 1] as number;
    left += (values[row] as number) - mean;
    const next = at(sorted[k] as number);
    if (k < leastLeafRows || at(row) === next) continue;
    const gain = left ** 2 / k + left ** 2 / (n - k);
    if (gain > (best?.gain ?? 1e-12 * mean ** 2)) best = { feature, threshold: (at(row) + next) / 2, gain };
  }
  return best;
}

function withAt(values: Float64Array, place: number, value: number): Float64Array {
  const copy = values.slice();
  copy[place] = value;
  return copy;
}
