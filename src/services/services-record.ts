import type { Config } from '../config.js';
import type { Home } from './home.js';
import { keepOrChoosePort, type Ports } from './ports.js';
import { identityOf } from './process-identity.js';
import {
  readServicesState,
  withoutPassword,
  writeServicesState,
  type Part,
  type PartState,
  type PartStatus,
  type ServicesState,
} from './services-state.js';

/** The supervisor's own copy of services.json: each change is written at once. */
export class ServicesRecord {
  readonly #home: Home;
  readonly #wasReady = new Set<Part>();
  #state: ServicesState;

  constructor(config: Config, home: Home) {
    this.#home = home;
    this.#state = firstState(config, readServicesState(home));
    this.update({});
  }

  get state(): ServicesState {
    return this.#state;
  }

  update(change: Partial<ServicesState>): void {
    this.#state = { ...this.#state, ...change };
    try {
      writeServicesState(this.#home, this.#state);
    } catch {
      // A full disk or a removed home must not end the services; the next change writes all of it again.
    }
  }

  /** The port of this name, kept where it was ever in use by us or is free, else replaced by a free one. */
  async choosePort(name: keyof Ports, part: Part): Promise<number> {
    const { [name]: remembered, ...others } = this.#state.ports;
    if (remembered !== undefined && this.#wasReady.has(part)) return remembered;
    const port = await keepOrChoosePort(remembered, Object.values(others));
    this.update({ ports: { ...this.#state.ports, [name]: port } });
    return port;
  }

  updatePart(part: Part, state: PartState): void {
    if (state.status === 'ready') this.#wasReady.add(part);
    this.update({ parts: { ...this.#state.parts, [part]: state } });
  }
}

function firstState(config: Config, previous: ServicesState | null): ServicesState {
  const part = (status: PartStatus): PartState => ({
    status,
    process: null,
    since: new Date().toISOString(),
    failures: 0,
    failedStarts: 0,
    restarts: 0,
    lastError: null,
  });
  return {
    format: 1,
    supervisor: identityOf(process.pid),
    stopping: false,
    ports: previous?.ports ?? {},
    databaseUrl: config.databaseUrl === null ? null : withoutPassword(config.databaseUrl),
    temporalAddress: config.temporal.address ?? '',
    namespace: config.temporal.namespace,
    webUi: null,
    buildId: '',
    parts: {
      postgres: part(config.databaseUrl === null ? 'starting' : 'external'),
      temporal: part(config.temporal.address === null ? 'starting' : 'external'),
      worker: part('starting'),
    },
  };
}
