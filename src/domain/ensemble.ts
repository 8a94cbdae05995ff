/** A trial's share of a blend. Weights of a blend sum to 1 for averages; other blenders may differ. */
export interface EnsembleMember {
  readonly trial: number;
  readonly weight: number;
}

/** One blender's result over the finalists. */
export interface EnsembleRecord {
  /** 0, 1, 2 … within the run. */
  readonly number: number;
  readonly blender: string;
  readonly members: readonly EnsembleMember[];
  /** Mean fold score with weights fitted on all out-of-fold rows: optimistic. */
  readonly score: number;
  /** Mean over folds of the score on a fold with weights fitted on the others: the honest estimate. */
  readonly estimate: number;
  /** Standard deviation of the estimate over folds. */
  readonly estimateSd: number;
  /** True for the blender with the best honest estimate of its round. */
  readonly chosen: boolean;
}
