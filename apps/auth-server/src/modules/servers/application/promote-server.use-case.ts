import { DomainError } from '@countersign/errors';
import type { Database, NodeReport } from '../../../platform/database.ts';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { JournalStream } from '../../journal/index.ts';
import type { DatabaseControl } from './ports/database-control.ts';
import type { ServerDirectory, ServerEntry } from './ports/server-directory.ts';
import { type PromotionFacts, promotionFacts } from './promotion-facts.ts';

/** What an operator wants promoted. */
export interface PromoteCommand {
  /** A server, or the Postgres server that it is paired with. */
  readonly name: string;
  /** Only show the facts. */
  readonly isDryRun: boolean;
  readonly acceptsDataLoss: boolean;
}

/** What came of it. */
export interface Promotion {
  readonly facts: readonly string[];
  readonly refusals: readonly string[];
  readonly lostBytes: number;
  readonly isPromoted: boolean;
  /** 0 unless promoted. */
  readonly timeline: number;
}

/** What {@link PromoteServer} needs. */
export interface PromoteOptions {
  readonly database: Database;
  readonly directory: ServerDirectory;
  readonly control: DatabaseControl;
  /** Takes entries with and without a master. */
  readonly journal: JournalStream;
  readonly instance: string;
  readonly newEventId: (now: number) => string;
}

const PROBES = 6;

/**
 * Makes a subordinate's database the primary: a deliberate act of a person, never of a timer. There is no consensus of our own:
 * what speaks against it, or cannot be known, is a reason to refuse, unless the operator accepts the loss of data.
 */
export class PromoteServer {
  readonly #options: PromoteOptions;

  constructor(options: PromoteOptions) {
    this.#options = options;
  }

  /** @throws DomainError `not_found` for an unknown name, `unavailable` when the database refuses */
  async execute(command: PromoteCommand, context: CommandContext): Promise<Promotion> {
    const { database, directory, control } = this.#options;
    const servers = await directory.list().catch((): readonly ServerEntry[] => []);
    const nodes = await this.#askNow();
    const target = findNode(command.name, nodes, servers);
    const writable = await this.#writable(nodes);
    const situation = { target, nodes, servers, mode: database.mode(), writable, now: context.now };
    const { facts, lostBytes, impossible, risky } = promotionFacts(situation);
    const refusals = [...impossible, ...(command.acceptsDataLoss ? [] : risky)];
    if (command.isDryRun || refusals.length > 0) return { facts, lostBytes, refusals, isPromoted: false, timeline: 0 };
    const { name } = target.address;
    const timeline = await control.promote(name);
    // Before anything else: from now on no server writes to an older timeline.
    await database.raiseEpoch(timeline);
    const outcome = await Promise.all([this.#becomesWritable(name), this.#repoint(nodes, target)]);
    await this.#record(command, context, { name, timeline, lostBytes, facts });
    return { facts: [...facts, ...outcome.flat()], lostBytes, refusals: [], isPromoted: true, timeline };
  }

  /** Probes may be half a second old; the decision rests on answers of this moment. */
  async #askNow(): Promise<readonly NodeReport[]> {
    const { database } = this.#options;
    await Promise.all(database.nodes().map(async ({ address }) => await database.probeNow(address.name)));
    return database.nodes();
  }

  async #writable(nodes: readonly NodeReport[]): Promise<ReadonlySet<string>> {
    const names = nodes.map(({ address }) => address.name);
    const answers = await Promise.all(names.map(async (name) => await this.#options.control.isWritable(name)));
    return new Set(names.filter((_, index) => answers[index]));
  }

  /** The next change of the operator should find the new master. */
  async #becomesWritable(node: string): Promise<string[]> {
    const { database } = this.#options;
    for (let probe = 0; probe < PROBES; probe += 1) {
      await database.probeNow(node);
      const { kind, primary } = database.mode();
      if (kind === 'normal' && primary === node) return [];
    }
    return [`${node} was promoted, but this server does not write to it yet: see \`countersign servers list\`.`];
  }

  async #repoint(nodes: readonly NodeReport[], primary: NodeReport): Promise<string[]> {
    const { control } = this.#options;
    const replicas = nodes.filter((node) => node !== primary && node.facts?.isInRecovery === true);
    return await Promise.all(
      replicas.map(async ({ address: { name } }) => {
        const to = primary.address.name;
        return await control.follow(name, to).then(
          () => `${name} follows ${to} now.`,
          (error: unknown) => {
            const why = error instanceof DomainError ? error.message : 'it did not take the setting';
            return `${name} still follows the old master (${why}): point its primary_conninfo to ${to}.`;
          },
        );
      }),
    );
  }

  async #record(
    { acceptsDataLoss }: PromoteCommand,
    { actor, now }: CommandContext,
    {
      name,
      timeline,
      lostBytes,
      facts,
    }: Pick<PromotionFacts, 'facts' | 'lostBytes'> & { name: string; timeline: number },
  ): Promise<void> {
    const { journal, instance, newEventId } = this.#options;
    const details = { action: 'server_promoted', actor, node: name, timeline, lostBytes, acceptsDataLoss, facts };
    const event = { eventId: newEventId(now), occurredAt: now, kind: 'server', server: instance, details } as const;
    await journal.append(event, 'promoted', '');
  }
}

function findNode(name: string, nodes: readonly NodeReport[], servers: readonly ServerEntry[]): NodeReport {
  const nodeName = servers.find((server) => server.name === name)?.databaseNode ?? name;
  const found = nodes.find((node) => node.address.name === nodeName);
  if (found !== undefined) return found;
  const known = nodes.map((node) => node.address.name).join(', ');
  throw new DomainError('not_found', `No server is called ${name}; the databases are ${known}.`, { field: 'name' });
}
