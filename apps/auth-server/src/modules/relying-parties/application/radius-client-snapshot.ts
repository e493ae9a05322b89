import { createHash } from 'node:crypto';
import type { RelyingParty } from '@countersign/domain';
import { isDomainError, type SecretBytes } from '@countersign/errors';
import type { Clock } from '../../../platform/clock.ts';
import type { SealedSecrets } from '../../administration/index.ts';
import {
  previousSecretLocation,
  type RadiusClientRepository,
  secretLocation,
} from './ports/radius-client-repository.ts';
import type { RelyingParties } from './ports/relying-parties.ts';
import type { RadiusClient, SealedRadiusClient } from './ports/radius-client.ts';

/** A client with its secrets open, for the doors. */
export interface OpenRadiusClient extends RadiusClient {
  readonly secret: SecretBytes;
  readonly previousSecret: SecretBytes | undefined;
}

/** All clients at one moment. */
export interface ClientList {
  /** Another one for every other content. */
  readonly revision: string;
  readonly clients: readonly OpenRadiusClient[];
}

/** What {@link RadiusClientSnapshot} needs. */
export interface SnapshotDependencies {
  readonly clients: Pick<RadiusClientRepository, 'listSealed'>;
  readonly secrets: SealedSecrets;
  readonly clock: Clock;
  /** Told when a client cannot be used, and when the list cannot be read. */
  readonly onProblem: (problem: string, error: unknown) => void;
}

/**
 * Every RADIUS client and relying party in memory: sign-ins look them up without waiting, and the doors get the list.
 * What was read last stays in use while no copy of the database can be read.
 */
export class RadiusClientSnapshot implements RelyingParties {
  readonly #with: SnapshotDependencies;
  readonly #listeners = new Set<(list: ClientList) => void>();
  #list: ClientList | undefined;
  #parties: ReadonlyMap<string, RelyingParty> = new Map();
  #running: Promise<void> | undefined;
  #isStale = false;

  constructor(dependencies: SnapshotDependencies) {
    this.#with = dependencies;
  }

  get(id: string): RelyingParty | undefined {
    return this.#parties.get(id);
  }

  /** The list as last read; undefined until it was read once. */
  current(): ClientList | undefined {
    return this.#list;
  }

  /** Calls `listener` with every new list; the result ends it. */
  onChanged(listener: (list: ClientList) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the list anew. A call while one is under way makes that one read again at its end. Never throws. */
  async refresh(): Promise<void> {
    if (this.#running !== undefined) {
      this.#isStale = true;
      return await this.#running;
    }
    this.#running = this.#readUntilFresh();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  async #readUntilFresh(): Promise<void> {
    do {
      this.#isStale = false;
      try {
        this.#take(await this.#with.clients.listSealed());
      } catch (error) {
        if (!isDomainError(error)) throw error;
        this.#with.onProblem('the RADIUS clients cannot be read: the last list stays in use', error);
      }
    } while (this.#isStale);
  }

  #take(sealed: readonly SealedRadiusClient[]): void {
    const now = this.#with.clock.now();
    const current = sealed.map((client) => withoutRetired(client, now));
    const revision = revisionOf(current);
    if (revision === this.#list?.revision) return;
    const clients = current.flatMap((client) => this.#open(client));
    this.#list = { revision, clients };
    this.#parties = new Map(
      clients.map(({ relyingPartyId: id, name, policy }) => [id, { id, applicationName: name, policy }]),
    );
    for (const listener of this.#listeners) listener(this.#list);
  }

  /** One client whose secret cannot be opened must not cost the others theirs. */
  #open({ secretSealed, previousSecretSealed, ...client }: SealedRadiusClient): OpenRadiusClient[] {
    const { secrets, onProblem } = this.#with;
    try {
      const secret = secrets.open(secretSealed, secretLocation(client.id));
      const previousSecret =
        previousSecretSealed === undefined
          ? undefined
          : secrets.open(previousSecretSealed, previousSecretLocation(client.id));
      return [{ ...client, secret, previousSecret }];
    } catch (error) {
      onProblem(`the secret of the RADIUS client ${client.name} cannot be opened: the client is left out`, error);
      return [];
    }
  }
}

function withoutRetired(client: SealedRadiusClient, now: number): SealedRadiusClient {
  if (client.previousSecretRetiresAt > now) return client;
  return { ...client, previousSecretSealed: undefined, previousSecretRetiresAt: 0 };
}

function revisionOf(clients: readonly SealedRadiusClient[]): string {
  const text = clients.map((client) => {
    const { secretSealed, previousSecretSealed, ...rest } = client;
    return JSON.stringify([rest, secretSealed.toString('base64'), previousSecretSealed?.toString('base64')]);
  });
  return createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 32);
}
