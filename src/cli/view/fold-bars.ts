const bars = '▁▂▃▄▅▆▇█';

/** One bar a fold, higher for a greater score, on the scale of `all` scores shown together. */
export function foldBars(scores: readonly number[], all: readonly number[]): string {
  const low = Math.min(...all);
  const high = Math.max(...all);
  return scores
    .map(
      (score) => bars[high > low ? Math.round(((score - low) / (high - low)) * (bars.length - 1)) : 3] ?? '',
    )
    .join('');
}
