/** Numeric columns made of a text, as AutoGluon's text specials; NaN where the text is missing. */
export function textFeatures(
  texts: readonly (string | null)[],
): readonly { suffix: string; values: Float64Array }[] {
  const feature = (
    suffix: string,
    of: (text: string) => number,
  ): { suffix: string; values: Float64Array } => ({
    suffix,
    values: Float64Array.from(texts, (text) => (text === null ? NaN : of(text))),
  });
  return [
    feature('length', (text) => text.length),
    feature('words', wordCount),
    feature('capitals', (text) => share(text, /\p{Lu}/gu)),
    feature('digits', (text) => share(text, /\p{Nd}/gu)),
  ];
}

/** Number of stretches without white space. */
export function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function share(text: string, letters: RegExp): number {
  return text.length === 0 ? 0 : (text.match(letters)?.length ?? 0) / text.length;
}
