import fc from 'fast-check';
import type { Parameter, ParameterValue, SearchSpace } from '../../src/domain/search-space.js';
import { randomSearch } from '../../src/search/random-search.js';
import type { Observation } from '../../src/search/sampler.js';

const float = fc
  .record({
    low: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    range: fc.double({ min: 0, max: 1e4, noNaN: true }),
    log: fc.boolean(),
    steps: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  })
  .map(({ low, range, log, steps }): Parameter => {
    const step = steps === undefined || range < 1e-3 ? {} : { step: range / (steps + 0.3) };
    return { kind: 'float', low, high: low + range, log, ...step };
  });

const int = fc
  .record({
    low: fc.integer({ min: 1, max: 50 }),
    range: fc.integer({ min: 0, max: 500 }),
    log: fc.boolean(),
    step: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  })
  .map(({ low, range, log, step }): Parameter => {
    return { kind: 'int', low, high: low + range, log, ...(step === undefined ? {} : { step }) };
  });

const categorical = fc
  .record({
    choices: fc.uniqueArray(fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.boolean()), {
      minLength: 1,
      maxLength: 5,
    }),
    ordered: fc.boolean(),
  })
  .map(({ choices, ordered }): Parameter => ({ kind: 'categorical', choices, ordered }));

/** Spaces of 1 to 7 parameters; about half of those after a categorical one exist only under its choices. */
export const spaces: fc.Arbitrary<SearchSpace> = fc
  .array(fc.tuple(fc.oneof(float, int, categorical), fc.nat(), fc.nat()), { minLength: 1, maxLength: 7 })
  .map((drawn) => {
    const space: Record<string, Parameter> = {};
    for (const [i, [parameter, which, chosen]] of drawn.entries()) {
      const parents = Object.entries(space).flatMap(([name, earlier]) =>
        earlier.kind === 'categorical' ? [{ name, choices: earlier.choices }] : [],
      );
      const parent = parents[which % Math.max(1, parents.length)];
      if (parent === undefined || which % 2 === 0) space[`p${i}`] = parameter;
      else {
        const value = parent.choices[chosen % parent.choices.length] as ParameterValue;
        space[`p${i}`] = { ...parameter, when: { parameter: parent.name, in: [value] } };
      }
    }
    return space;
  });

const outcome = fc.oneof(
  fc.record({
    state: fc.constant('finished' as const),
    loss: fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, 1)),
  }),
  fc.record({ state: fc.constantFrom('failed' as const, 'running' as const), loss: fc.constant(null) }),
);

/** Outcomes for a history of 0 to 60 trials, NaN and infinite ones among them. */
export const outcomes = fc.array(outcome, { maxLength: 60 });

/** A history over `space` with the given outcomes, at uniformly drawn parameters. */
export function historyOf(
  space: SearchSpace,
  results: readonly Pick<Observation, 'state' | 'loss'>[],
): readonly Observation[] {
  return results.map((result, number) => {
    const [proposal] = randomSearch.suggest(space, [], 1, `history/${number}`);
    return { number, parameters: proposal?.parameters ?? {}, ...result };
  });
}
