const time = String.raw`(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?`;
const yearFirst = new RegExp(String.raw`^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${time}\s*$`);
const yearLast = new RegExp(String.raw`^\s*(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})${time}\s*$`);

/**
 * Milliseconds since 1970 of each text, NaN where missing or no date; wall-clock time, zones are ignored.
 * Undefined when the column is no date: fewer than 95 % of its texts are, or more than 80 % of its rows are
 * empty. Of "3/4/2020" the day is the number that exceeds 12 somewhere in the column, else the second; with
 * dots ("3.4.2020") the first.
 */
export function parseDates(texts: readonly (string | null)[]): Float64Array | undefined {
  const filled = texts.filter((text) => text !== null);
  if (filled.length === 0 || filled.length < 0.2 * texts.length) return undefined;
  const probe = filled.slice(0, 200);
  if (probe.filter((text) => yearFirst.test(text) || yearLast.test(text)).length < 0.95 * probe.length) {
    return undefined;
  }
  const dayFirst = filled.some((text) => {
    const parts = yearLast.exec(text);
    return parts !== null && (parts[2] === '.' || Number(parts[1]) > 12);
  });
  const values = Float64Array.from(texts, (text) => (text === null ? NaN : milliseconds(text, dayFirst)));
  const dates = values.filter((value) => !Number.isNaN(value)).length;
  return dates >= 0.95 * filled.length ? values : undefined;
}

/** Numeric columns made of a date; each NaN where the date is missing. */
export function dateFeatures(dates: Float64Array): readonly { suffix: string; values: Float64Array }[] {
  const feature = (suffix: string, of: (date: Date) => number): { suffix: string; values: Float64Array } => ({
    suffix,
    values: dates.map((ms) => (Number.isNaN(ms) ? NaN : of(new Date(ms)))),
  });
  return [
    feature('days', (date) => date.getTime() / 86_400_000),
    feature('year', (date) => date.getUTCFullYear()),
    feature('month', (date) => date.getUTCMonth() + 1),
    feature('day', (date) => date.getUTCDate()),
    feature('weekday', (date) => date.getUTCDay()),
    feature('hour', (date) => date.getUTCHours()),
  ];
}

function milliseconds(text: string, dayFirst: boolean): number {
  const first = yearFirst.exec(text);
  if (first !== null) return utc(first[1], first[2], first[3], first.slice(4, 7));
  const last = yearLast.exec(text);
  if (last === null) return NaN;
  const [day, month] = dayFirst ? [last[1], last[3]] : [last[3], last[1]];
  return utc(last[4], month, day, last.slice(5, 8));
}

function utc(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  clock: readonly (string | undefined)[],
): number {
  const [hour = '0', minute = '0', second = '0'] = clock;
  const date = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return new Date(date).getUTCMonth() === Number(month) - 1 ? date : NaN;
}
