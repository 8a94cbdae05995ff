/**
 * Files of runs by key ("runs/titanic-x/trials/3/fold-0/attempt-1"). Keys use `/`, no `..`; a key names a folder.
 * Today a folder on a disk that all workers share; an object store fits the same contract.
 */
export interface ArtifactStore {
  /** Absolute local folder for the key, not created. @throws Error for a key that leaves the store */
  folder(key: string): string;
}
