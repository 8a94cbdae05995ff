import { seededRandom, type Random } from '../domain/seeded-random.js';
import { toLoss } from '../metrics/metric.js';
import type { Blender, BlendRequest } from './blender.js';
import { subSample } from './sub-sample.js';
import { weightedBlend } from './weighted-sum.js';

const maxPicks = 25;
/** Losses closer than this, relatively, are equal. */
const tie = 1e-12;

/**
 * Forward selection with replacement on the metric itself: Caruana, Niculescu-Mizil, Crew & Ksikes (2004),
 * "Ensemble selection from libraries of models". Of 25 picks the shortest start that reaches the best score
 * is kept. Ties go to a member picked before, then by seed. Large requests use a sample of the rows.
 */
export const greedySelection: Blender = {
  id: 'greedy-selection',
  fit(request) {
    const { picks, losses } = pickMembers(subSample(request), seededRandom('greedy', request.seed));
    const best = Math.min(...losses);
    const length = 1 + losses.findIndex((loss) => loss <= best + tie * Math.abs(best));
    const counts = request.predictions.map(() => 0);
    for (const member of picks.slice(0, length)) counts[member] = (counts[member] as number) + 1;
    return weightedBlend(counts.map((count) => count / length));
  },
};

/** Members in the order of picking, and the loss of the mean after each pick. */
function pickMembers(
  { predictions, target, outputs, metric }: BlendRequest,
  random: Random,
): { readonly picks: readonly number[]; readonly losses: readonly number[] } {
  const picks: number[] = [];
  const losses: number[] = [];
  const sum = new Float64Array(target.length * outputs);
  const candidate = new Float64Array(sum.length);
  while (picks.length < maxPicks) {
    const share = 1 / (picks.length + 1);
    const lossWith = predictions.map((prediction) => {
      for (let i = 0; i < sum.length; i++) {
        candidate[i] = ((sum[i] as number) + (prediction[i] as number)) * share;
      }
      const loss = toLoss(metric.direction, metric.score({ target, prediction: candidate, outputs }));
      return Number.isNaN(loss) ? Infinity : loss;
    });
    const pick = bestOf(lossWith, picks, random);
    const prediction = predictions[pick] as Float64Array;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (prediction[i] as number);
    picks.push(pick);
    losses.push(lossWith[pick] as number);
  }
  return { picks, losses };
}

function bestOf(losses: readonly number[], picked: readonly number[], random: Random): number {
  const best = Math.min(...losses);
  const tied = losses.flatMap((loss, member) =>
    loss === best || loss <= best + tie * Math.abs(best) ? [member] : [],
  );
  const known = tied.filter((member) => picked.includes(member));
  const choice = known.length > 0 ? known : tied;
  return choice[choice.length > 1 ? random.int(choice.length) : 0] as number;
}
