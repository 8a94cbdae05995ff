import { describe, expect, it } from 'vitest';
import { blenders, findBlender } from '../../src/blending/index.js';
import { noisyMembers } from '../blending/noisy-members.js';

const cases = [
  ['log-loss', 1],
  ['log-loss', 3],
  ['roc-auc', 1],
  ['accuracy', 1],
  ['f1', 3],
  ['rmse', 1],
  ['rmsle', 1],
  ['mae', 1],
  ['r2', 1],
] as const;
const skills = [0.9, 0.7, 1.1, 0];

describe.each(blenders.map((blender) => [blender.id, blender] as const))('blender %s', (id, blender) => {
  it('has an id of its own to be stored by', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(findBlender(id)).toBe(blender);
  });

  describe.each(cases)('on %s with %i outputs', (metricId, outputs) => {
    const request = noisyMembers(metricId, 400, skills, outputs);
    const blend = blender.fit(request);

    it('gives each member a finite weight', () => {
      expect(blend.weights).toHaveLength(skills.length);
      expect(blend.weights.every(Number.isFinite)).toBe(true);
      expect(blend.weights.some((weight) => weight !== 0)).toBe(true);
    });

    it('returns a lone model itself', () => {
      const [only] = request.predictions as [Float64Array];
      const alone = blender.fit({ ...request, predictions: [only] });
      expect(alone.combine([only])).toEqual(only);
    });

    it('keeps copies of one model what they are', () => {
      const [only] = request.predictions as [Float64Array];
      const copies = [only, only, only];
      const combined = blender.fit({ ...request, predictions: copies }).combine(copies);
      combined.forEach((value, i) => expect(value).toBeCloseTo(only[i] as number, 12));
    });

    it('follows its members into another order', () => {
      const order = [2, 0, 3, 1];
      const permuted = blender.fit({
        ...request,
        predictions: order.map((member) => request.predictions[member] as Float64Array),
      });
      order.forEach((member, place) => {
        expect(permuted.weights[place]).toBeCloseTo(blend.weights[member] as number, 4);
      });
    });

    it('leaves its inputs alone', () => {
      blender.fit(request).combine(request.predictions);
      expect(request).toEqual(noisyMembers(metricId, 400, skills, outputs));
    });

    it('gives the same blend for the same request', () => {
      expect(blender.fit(request).weights).toEqual(blend.weights);
    });

    it('combines rows that it has not seen, of any number, and refuses another number of members', () => {
      const unseen = request.predictions.map((prediction) => prediction.slice(0, 5 * outputs));
      const combined = blend.combine(unseen);
      expect(combined).toEqual(blend.combine(request.predictions).slice(0, 5 * outputs));
      expect(() => blend.combine(unseen.slice(1))).toThrow(RangeError);
    });
  });
});
