import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Database, UnitOfWork } from '../../../platform/database.ts';
import type { DatabaseControl } from './ports/database-control.ts';
import type { ServerDirectory } from './ports/server-directory.ts';
import { promotionFacts } from './promotion-facts.ts';

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

const WRITABLE_MILLISECONDS = 10_000;

/**
 * Makes a subordinate's database the primary: a deliberate act of a person, never of a timer. Refuses while the old master
 * answers, or when another copy is newer.
 */
export class PromoteServer {
  readonly #database: Database;
  readonly #directory: ServerDirectory;
  readonly #control: DatabaseControl;
  readonly #unitOfWork: UnitOfWork;

  constructor(database: Database, directory: ServerDirectory, control: DatabaseControl, unitOfWork: UnitOfWork) {
    this.#database = database;
    this.#directory = directory;
    this.#control = control;
    this.#unitOfWork = unitOfWork;
  }

  /** @throws DomainError `not_found` for an unknown name, `unavailable` when the database refuses */
  async execute(command: PromoteCommand, context: CommandContext): Promise<Promotion> {
    const servers = await this.#directory.list();
    const nodes = this.#database.nodes();
    const nodeName = servers.find((server) => server.name === command.name)?.databaseNode ?? command.name;
    const target = nodes.find((node) => node.address.name === nodeName);
    if (target === undefined) {
      const known = nodes.map((node) => node.address.name).join(', ');
      throw new DomainError('not_found', `no server is called ${command.name}; the databases are ${known}`);
    }
    const found = promotionFacts({ target, nodes, servers, mode: this.#database.mode(), now: context.now });
    const refusals = command.acceptsDataLoss
      ? found.refusals.filter((refusal) => !refusal.includes('--accept-data-loss'))
      : found.refusals;
    if (command.isDryRun || refusals.length > 0) return { ...found, refusals, isPromoted: false, timeline: 0 };
    const timeline = await this.#control.promote(nodeName);
    await this.#becomesWritable();
    await this.#unitOfWork.run(context, async (tx) => {
      const details = { node: nodeName, timeline, lostBytes: found.lostBytes, facts: [...found.facts] };
      tx.journal({ action: 'server_promoted', kind: 'server', details });
      return null;
    });
    return { ...found, refusals: [], isPromoted: true, timeline };
  }

  /** The probes need a moment to see the new primary; the journal entry is its first change. */
  async #becomesWritable(): Promise<void> {
    if (this.#database.mode().kind === 'normal') return;
    await new Promise<void>((resolve, reject) => {
      const expiry = setTimeout(() => {
        unsubscribe();
        const message = 'the database was promoted but does not take writes yet; see `countersign servers list`';
        reject(new DomainError('unavailable', message));
      }, WRITABLE_MILLISECONDS);
      const unsubscribe = this.#database.onModeChanged((mode) => {
        if (mode.kind !== 'normal') return;
        clearTimeout(expiry);
        unsubscribe();
        resolve();
      });
    });
  }
}
