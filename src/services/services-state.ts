import { readFileSync } from 'node:fs';
import { replaceFile } from './atomic-file.js';
import type { Home } from './home.js';
import type { Ports } from './ports.js';
import type { ProcessIdentity } from './process-identity.js';

export const PARTS = ['postgres', 'temporal', 'worker'] as const;
export type Part = (typeof PARTS)[number];

/** external: somebody else's server, named by DATABASE_URL or TEMPORAL_ADDRESS. */
export type PartStatus = 'external' | 'starting' | 'ready' | 'failed' | 'stopped';

export interface PartState {
  readonly status: PartStatus;
  readonly process: ProcessIdentity | null;
  /** ISO time of the last change of status. */
  readonly since: string;
  /** Times in a row that it ended or did not start, since it was last up for a minute. */
  readonly failures: number;
  /** Those of them since it was last ready: it did not start. */
  readonly failedStarts: number;
  /** Times it was started again by itself, since the supervisor started. */
  readonly restarts: number;
  readonly lastError: string | null;
}

/** What services.json holds: written by the supervisor alone, read by every command. No secrets. */
export interface ServicesState {
  readonly format: 1;
  /** null after a clean stop. */
  readonly supervisor: ProcessIdentity | null;
  /** True from the order to stop on. */
  readonly stopping: boolean;
  readonly ports: Partial<Ports>;
  /** Without its password. */
  readonly databaseUrl: string | null;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly webUi: string | null;
  /** Build that the worker runs. */
  readonly buildId: string;
  readonly parts: Readonly<Record<Part, PartState>>;
}

/** The state as last written; null where there is none, or one of another format. */
export function readServicesState(home: Home): ServicesState | null {
  try {
    const state = JSON.parse(readFileSync(home.servicesFile, 'utf8')) as { readonly format: number };
    return state.format === 1 ? (state as ServicesState) : null;
  } catch {
    return null;
  }
}

export function writeServicesState(home: Home, state: ServicesState): void {
  replaceFile(home.servicesFile, `${JSON.stringify(state, null, 2)}\n`);
}

/** An address as it may be shown and stored: without the password. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}

export function withPassword(url: string, password: string): string {
  const full = new URL(url);
  full.password = password;
  return full.href;
}
