import { pathToFileURL } from 'node:url';
import { families } from './index.js';
import type { ModelFamily } from './model-family.js';

/**
 * All families: the built-in ones and those that the module named by PODIUM_FAMILIES exports as `families`.
 * @throws Error when that module cannot be loaded
 */
export async function loadFamilies(): Promise<readonly ModelFamily[]> {
  const file = process.env['PODIUM_FAMILIES'];
  if (file === undefined || file === '') return families;
  const module = (await import(pathToFileURL(file).href)) as { readonly families: readonly ModelFamily[] };
  return [...families, ...module.families];
}

/** @throws Error that lists the known families */
export async function loadFamily(id: string): Promise<ModelFamily> {
  const known = await loadFamilies();
  const family = known.find((candidate) => candidate.id === id);
  if (family !== undefined) return family;
  throw new Error(`unknown family "${id}": known are ${known.map((each) => each.id).join(', ')}`);
}
