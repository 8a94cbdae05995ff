import type { ModelFamily } from './model-family.js';
import { fitNetwork, loadNetwork } from './tabular-network/fit-network.js';
import { portfolio } from './searched-mlp/portfolio.js';
import { expectedSeconds } from './searched-mlp/schedule.js';
import { readArchitecture, readSettings } from './searched-mlp/settings.js';
import { space } from './searched-mlp/space.js';

/** A sequence of dense, residual and gated blocks that is itself searched, trained with TensorFlow. */
export const searchedMlp: ModelFamily = {
  id: 'searched-mlp',
  tasks: ['binary', 'multiclass', 'regression'],
  device: 'gpu',
  expectedSeconds,
  space,
  portfolio,
  fit: async (request) => {
    const layers = readArchitecture(request.parameters);
    return fitNetwork(request, readSettings(request.parameters), (ends) => ({ layers, ...ends }));
  },
  batch: { rows: (_, parameters) => readSettings(parameters).batchRows, leastRows: 8 },
  load: loadNetwork,
};
