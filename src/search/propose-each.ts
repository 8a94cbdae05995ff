import { parameterKey } from './family-record.js';
import type { Observation, Proposal } from './sampler.js';

/** Draws that may repeat an earlier proposal of the same call before a repetition is accepted. */
export const maxDraws = 20;

/**
 * `count` proposals, of which each sees those before it as running trials; one that repeats an earlier one is drawn
 * again while `draw` is below {@link maxDraws}.
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
    let proposal = propose(known, 0);
    for (
      let draw = 1;
      keys.size > 0 && draw < maxDraws && keys.has(parameterKey(proposal.parameters));
      draw++
    ) {
      proposal = propose(known, draw);
    }
    if (count > 1) keys.add(parameterKey(proposal.parameters));
    known.push({ number: next + k, parameters: proposal.parameters, state: 'running', loss: null });
    return proposal;
  });
}
