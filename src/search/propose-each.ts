import { parameterKey } from './family-record.js';
import { drawnAnew } from './redraw.js';
import type { Observation, Proposal } from './sampler.js';

/**
 * `count` proposals, of which each sees those before it as running trials; one that repeats an earlier one is drawn
 * again (redraw.ts).
 *
 * @param propose is given the history by ascending number
 */
export function proposeEach(
  history: readonly Observation[],
  count: number,
  propose: (known: readonly Observation[], draw: number) => Proposal,
): readonly Proposal[] {
  const known = [...history].sort((a, b) => a.number - b.number);
  const keys = new Set<string>();
  const next = (known.at(-1)?.number ?? -1) + 1;
  return Array.from({ length: count }, (_, k) => {
    const proposal = drawnAnew(
      (draw) => propose(known, draw),
      ({ parameters }) => keys.size > 0 && keys.has(parameterKey(parameters)),
    );
    if (count > 1) keys.add(parameterKey(proposal.parameters));
    known.push({ number: next + k, parameters: proposal.parameters, state: 'running', loss: null });
    return proposal;
  });
}
