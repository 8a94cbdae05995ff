import type { ModelFamily } from './model-family.js';
import { fitNetwork, loadNetwork } from './tabular-network/fit-network.js';
import { expectedSeconds } from './residual-mlp/schedule.js';
import { portfolio, readParameters, space } from './residual-mlp/space.js';
import { batchRows } from './tabular-network/size.js';

/** Dense blocks with batch normalisation and residual connections, trained with TensorFlow. */
export const residualMlp: ModelFamily = {
  id: 'residual-mlp',
  tasks: ['binary', 'multiclass', 'regression'],
  device: 'gpu',
  expectedSeconds,
  space,
  portfolio,
  fit: async (request) => {
    const { blocks, width, activation, dropoutRate, ...settings } = readParameters(request.parameters);
    return fitNetwork(request, { ...settings, batchRows: batchRows(request.table.rows) }, (ends) => {
      return { blocks, width, activation, dropoutRate, ...ends };
    });
  },
  batch: { rows: batchRows, leastRows: 8 },
  load: loadNetwork,
};
