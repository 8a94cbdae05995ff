/** Draws that may be repetitions before one is accepted. */
export const maxDraws = 20;

/** The first draw that repeats nothing, or the last of {@link maxDraws}; `draw` is given its number, from 0. */
export function drawnAnew<T>(draw: (number: number) => T, repeats: (drawn: T) => boolean): T {
  let drawn = draw(0);
  for (let number = 1; number < maxDraws && repeats(drawn); number++) drawn = draw(number);
  return drawn;
}
