import { join, resolve } from 'node:path';
import type { ArtifactStore } from './artifact-store.js';

/** Letters, digits and a few marks that every file system takes; no leading dot, so neither `.` nor `..`. */
const segment = /^[\p{L}\p{N}_][\p{L}\p{N}_.:@+=, ()-]{0,199}$/u;

/** Artifacts in a folder on a disk that all workers share. */
export function createFileArtifactStore(root: string): ArtifactStore {
  const absolute = resolve(root);
  return {
    folder: (key) => {
      if (!key.split('/').every((part) => segment.test(part))) {
        throw new Error(`Artifact key ${JSON.stringify(key)} is not a path of plain names`);
      }
      return join(absolute, key);
    },
  };
}
