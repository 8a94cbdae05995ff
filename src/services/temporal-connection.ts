import { readFileSync } from 'node:fs';
import type { PemSource, TemporalSettings } from '../temporal-settings.js';

/** What Connection.connect of the client and NativeConnection.connect of the worker both take. */
export interface TemporalConnectionOptions {
  readonly address: string;
  readonly apiKey?: string;
  readonly metadata?: Record<string, string>;
  readonly tls?: {
    readonly serverNameOverride?: string;
    readonly serverRootCACertificate?: Buffer;
    readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
  };
}

/** Connection options for a server at `address` under these settings; reads the certificate files. */
export function temporalConnectionOptions(
  settings: TemporalSettings,
  address: string,
): TemporalConnectionOptions {
  const { tls, metadata, apiKey } = settings;
  const plain = {
    address,
    ...(apiKey === null ? {} : { apiKey }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata: { ...metadata } }),
  };
  if (tls === null) return plain;
  const crt = read(tls.clientCert);
  const key = read(tls.clientKey);
  const authority = read(tls.serverCaCert);
  return {
    ...plain,
    tls: {
      ...(tls.serverName === null ? {} : { serverNameOverride: tls.serverName }),
      ...(authority === null ? {} : { serverRootCACertificate: authority }),
      ...(crt === null || key === null ? {} : { clientCertPair: { crt, key } }),
    },
  };
}

function read(source: PemSource | null): Buffer | null {
  if (source === null) return null;
  return 'path' in source ? readFileSync(source.path) : Buffer.from(source.data);
}
