import type { ArtifactStore } from '../src/stores/artifact-store.js';
import type { EnsembleStore } from '../src/stores/ensemble-store.js';
import type { EventStore } from '../src/stores/event-store.js';
import type { RunStore } from '../src/stores/run-store.js';
import type { TrialStore } from '../src/stores/trial-store.js';
import type { UptimeStore } from '../src/stores/uptime-store.js';
import type { TrainerPool } from '../src/trainer/trainer-pool.js';

/** What activities work with; the worker makes it once. */
export interface ActivityDependencies {
  readonly runs: RunStore;
  readonly trials: TrialStore;
  readonly ensembles: EnsembleStore;
  readonly events: EventStore;
  readonly uptime: UptimeStore;
  readonly artifacts: ArtifactStore;
  readonly trainers: TrainerPool;
  readonly threadsPerTrainer: number;
  /** Folder that receives the outputs of runs whose spec names none. */
  readonly runsFolder: string;
  /** Whether the Temporal namespace knows Podium's search attributes. */
  readonly searchAttributes: boolean;
}
