/**
 * Smith 2018, "1cycle": linear warm-up over the first `warmUp` of the run, then half a cosine down to zero.
 * @param done share of the steps taken, [0, 1]
 * @returns factor of the peak rate, [0, 1]
 */
export function oneCycle(done: number, warmUp = 0.1): number {
  if (done < warmUp) return 0.04 + (0.96 * done) / warmUp;
  return 0.5 * (1 + Math.cos((Math.PI * (done - warmUp)) / (1 - warmUp)));
}
