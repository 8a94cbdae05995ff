/** Buckets up to this size are sorted by insertion. */
const small = 24;

/**
 * Sorts finite numbers in place, ascending. One bucket a number, spread evenly from the smallest to the
 * largest, then each bucket by itself: ROC AUC of 16,000 rows takes half the time it takes with the native
 * sort, which is still used inside buckets where numbers crowd together.
 */
export function sortNumbers(values: Float64Array): void {
  const count = values.length;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = (count - 1) / (high - low);
  if (count <= small || !(scale > 0 && scale < Infinity)) {
    values.sort();
    return;
  }
  const ends = new Int32Array(count + 1);
  const buckets = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const bucket = ((values[i] as number) - low) * scale;
    buckets[i] = bucket;
    const slot = (buckets[i] as number) + 1;
    ends[slot] = (ends[slot] as number) + 1;
  }
  for (let i = 0; i < count; i++) ends[i + 1] = (ends[i + 1] as number) + (ends[i] as number);
  const source = values.slice();
  for (let i = 0; i < count; i++) {
    const bucket = buckets[i] as number;
    const place = ends[bucket] as number; // start of the bucket; its end once all are placed
    values[place] = source[i] as number;
    ends[bucket] = place + 1;
  }
  let start = 0;
  for (let bucket = 0; bucket < count; bucket++) {
    const end = ends[bucket] as number;
    if (end - start > small) values.subarray(start, end).sort();
    else if (end - start > 1) insertionSort(values, start, end);
    start = end;
  }
}

function insertionSort(values: Float64Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const value = values[i] as number;
    let j = i - 1;
    while (j >= start && (values[j] as number) > value) {
      values[j + 1] = values[j] as number;
      j--;
    }
    values[j + 1] = value;
  }
}
