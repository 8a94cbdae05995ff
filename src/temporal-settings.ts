import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  loadClientConfigProfile,
  type ClientConfigProfile,
  type ConfigDataSource,
} from '@temporalio/envconfig';
import { InputError } from './domain/input-error.js';

/** A certificate or key in PEM form: in a file, or given itself. */
export type PemSource = { readonly path: string } | { readonly data: string };

export interface TemporalTls {
  readonly clientCert: PemSource | null;
  readonly clientKey: PemSource | null;
  readonly serverCaCert: PemSource | null;
  readonly serverName: string | null;
}

export interface TemporalSettings {
  /** host:port of a server of one's own; null where Podium starts an embedded one. */
  readonly address: string | null;
  readonly namespace: string;
  readonly apiKey: string | null;
  /** null means no TLS. */
  readonly tls: TemporalTls | null;
  /** Headers of every call. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The profile that filled in what the environment left open, in words; null for none. */
  readonly profile: string | null;
}

type Variables = Readonly<Record<string, string>>;

/**
 * How Temporal is reached: the TEMPORAL_ variables, over the profile that TEMPORAL_PROFILE or TEMPORAL_CONFIG_FILE
 * names. A profile file that merely lies there (the temporal command's own) is not read: it must not turn a run on the
 * embedded server into one on a server of a company. Key and certificates belong to a server of one's own: the
 * embedded one takes neither.
 * @param set variables that are set and not empty
 * @throws InputError when file or profile is missing or wrong
 */
export function temporalSettings(set: Variables, workingFolder: string): TemporalSettings {
  const file = profileFile(set, workingFolder);
  const { namespace = 'default', address, apiKey, tls, grpcMeta } = readProfile(set, file);
  const profile = file === null ? null : `profile "${profileName(set)}" of ${file}`;
  if (address === undefined) {
    if (profile !== null) throw wrongProfile(set, `${profile} names no address`);
    return { address: null, namespace, apiKey: null, tls: null, metadata: {}, profile };
  }
  if (!/^[^\s/]+:\d{1,5}$/.test(address)) {
    throw wrongProfile(set, `its address is "${address}"; host:port is needed`);
  }
  const secured = tls?.disabled !== true && (tls !== undefined || apiKey !== undefined);
  return {
    ...{ address, namespace, apiKey: apiKey ?? null, metadata: grpcMeta ?? {}, profile },
    tls: secured
      ? {
          clientCert: pem(tls?.clientCert, workingFolder),
          clientKey: pem(tls?.clientKey, workingFolder),
          serverCaCert: pem(tls?.serverCACert, workingFolder),
          serverName: tls?.serverName ?? null,
        }
      : null,
  };
}

/** Null unless somebody asks for a profile. */
function profileFile(set: Variables, workingFolder: string): string | null {
  if (set.TEMPORAL_CONFIG_FILE !== undefined) return resolve(workingFolder, set.TEMPORAL_CONFIG_FILE);
  if (set.TEMPORAL_PROFILE === undefined) return null;
  const folder = set.XDG_CONFIG_HOME ?? join(set.HOME ?? workingFolder, '.config');
  return join(folder, 'temporalio', 'temporal.toml');
}

function profileName(set: Variables): string {
  return set.TEMPORAL_PROFILE ?? 'default';
}

function readProfile(set: Variables, file: string | null): ClientConfigProfile {
  const overrideEnvVars = { ...set };
  if (file === null) return loadClientConfigProfile({ disableFile: true, overrideEnvVars });
  if (!existsSync(file)) throw wrongProfile(set, `there is no file ${file}`);
  try {
    return loadClientConfigProfile({
      profile: profileName(set),
      configSource: { path: file },
      overrideEnvVars,
    });
  } catch (error) {
    // The first line: what follows quotes the file, which may hold a key.
    throw wrongProfile(set, `${file}: ${(error as Error).message.split('\n')[0] ?? ''}`);
  }
}

function wrongProfile(set: Variables, why: string): InputError {
  return new InputError([
    {
      what: `The Temporal profile "${profileName(set)}" cannot be used`,
      where: 'environment variables TEMPORAL_PROFILE and TEMPORAL_CONFIG_FILE',
      why,
      mend: 'correct them or the file, or unset both; temporal config list shows the profiles',
    },
  ]);
}

function pem(source: ConfigDataSource | undefined, workingFolder: string): PemSource | null {
  if (source === undefined) return null;
  if ('path' in source) return { path: resolve(workingFolder, source.path) };
  return { data: Buffer.from(source.data).toString() };
}
