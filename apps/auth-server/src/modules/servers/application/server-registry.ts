import type { Database } from '../../../platform/database.ts';
import type { ServerDirectory, ServerEntry } from './ports/server-directory.ts';

/** How often a process says that it is there. */
export const HEARTBEAT_MILLISECONDS = 2000;
/** Silence after which it counts as gone. */
export const LOST_MILLISECONDS = 10_000;

/** Who this server is. */
export interface OwnIdentity {
  readonly name: string;
  readonly version: string;
  readonly address: string;
  readonly databaseNode: string;
}

/** Tells the directory that this server is there, and which doors talk to it. */
export class ServerRegistry {
  readonly #directory: ServerDirectory;
  readonly #database: Database;
  readonly #own: OwnIdentity;
  readonly #now: () => number;
  readonly #connected = new Map<string, { readonly service: string; count: number }>();
  readonly #heard = new Map<string, { readonly service: string; readonly at: number }>();

  constructor(directory: ServerDirectory, database: Database, own: OwnIdentity, now: () => number) {
    this.#directory = directory;
    this.#database = database;
    this.#own = own;
    this.#now = now;
  }

  /** A door is connected; the result says that it left. */
  connected(service: string, instance: string): () => void {
    const known = this.#connected.get(instance) ?? { service, count: 0 };
    known.count += 1;
    this.#connected.set(instance, known);
    return () => {
      known.count -= 1;
      if (known.count === 0) this.#connected.delete(instance);
    };
  }

  /** A door that holds no stream asked something: it counts as there until it has been silent for long. */
  heard(service: string, instance: string): void {
    this.#heard.set(instance, { service, at: this.#now() });
  }

  /** One heartbeat. */
  async beat(): Promise<void> {
    const doors = [...this.#connected].map(([name, { service }]) => this.#door(name, service, this.#now()));
    await this.#directory.report([this.#self(), ...doors, ...this.#heardDoors()]);
  }

  #heardDoors(): ServerEntry[] {
    const oldest = this.#now() - LOST_MILLISECONDS;
    for (const [name, { at }] of this.#heard) if (at < oldest) this.#heard.delete(name);
    return [...this.#heard].map(([name, { service, at }]) => this.#door(name, service, at));
  }

  #self(): ServerEntry {
    const { kind, primary } = this.#database.mode();
    const { name, version, address, databaseNode } = this.#own;
    const isMaster = kind === 'normal' && primary === databaseNode;
    const report = this.#database.nodes().find((node) => node.role === 'primary');
    return {
      name,
      service: 'auth-server',
      version,
      address,
      role: isMaster ? 'master' : 'subordinate',
      databaseNode,
      primaryLsn: report?.facts === undefined ? '' : String(report.facts.replayedLsn),
      lastContactAt: this.#now(),
    };
  }

  #door(name: string, service: string, lastContactAt: number): ServerEntry {
    return {
      name,
      service,
      version: '',
      address: '',
      role: service === 'delivery-worker' ? 'worker' : 'door',
      databaseNode: '',
      primaryLsn: '',
      lastContactAt,
    };
  }
}
