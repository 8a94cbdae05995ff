// The genome of bench/evolution.mjs: one to three blocks for small images, few enough to train every one of them.
import { blocksOf } from '../dist/src/domain/genome.js';

const kernel = { kind: 'categorical', choices: [3, 5], ordered: true };

export const space = {
  net: {
    kind: 'genome',
    least: 1,
    most: 3,
    blocks: {
      conv: { filters: { kind: 'categorical', choices: [8, 16], ordered: true }, kernel },
      separable: { kernel },
      residual: { kernel },
      pool: {},
    },
  },
};

/** 'conv-16-3 pool residual-5': the blocks of a trial, first to last. */
export function genomeKey(parameters) {
  const text = ({ type, parameters: own }) => [type, own.filters, own.kernel].filter(Boolean).join('-');
  return blocksOf('net', parameters).map(text).join(' ');
}

const blocks = [
  ...[8, 16].flatMap((filters) => [3, 5].map((size) => `conv-${filters}-${size}`)),
  ...['separable', 'residual'].flatMap((type) => [3, 5].map((size) => `${type}-${size}`)),
  'pool',
];

/** The keys of all 9 + 9² + 9³ genomes. */
export const genomeKeys = [
  ...blocks,
  ...blocks.flatMap((a) => blocks.map((b) => `${a} ${b}`)),
  ...blocks.flatMap((a) => blocks.flatMap((b) => blocks.map((c) => `${a} ${b} ${c}`))),
];
