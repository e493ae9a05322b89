import { uuidv7 } from '@countersign/crypto';
import { isDomainError, type SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { Principal } from '../../../platform/principal.ts';
import { assertInScope } from '../../../platform/visibility.ts';
import { findUserToChange } from './find-user.ts';
import { namesOf, type OnExisting, type PlannedRow, planImport, type UserImportRow } from './import-plan.ts';
import type { UserDependencies } from './user-dependencies.ts';

/** A file of users, read. */
export interface ImportUsersCommand {
  readonly rows: readonly UserImportRow[];
  readonly onExisting: OnExisting;
  /** True: only the plan. */
  readonly isDryRun: boolean;
}

/** A line of the answer. */
export type ImportedRow = Pick<PlannedRow, 'line' | 'userName' | 'action' | 'problem'>;

interface PreparedSecrets {
  readonly idOf: ReadonlyMap<UserImportRow, string>;
  readonly passwordHashOf: ReadonlyMap<UserImportRow, string>;
}

const HASHES_AT_ONCE = 4;

/** Imports users: all lines or none. */
export class ImportUsers {
  readonly #with: UserDependencies;

  constructor(dependencies: UserDependencies) {
    this.#with = dependencies;
  }

  async execute(
    { rows, onExisting, isDryRun }: ImportUsersCommand,
    context: CommandContext,
  ): Promise<readonly ImportedRow[]> {
    const { unitOfWork, users } = this.#with;
    const names = namesOf(rows);
    const owners = await users.owners(names);
    const draft = await this.#withinRights(planImport(rows, owners, onExisting), context);
    if (isDryRun || draft.some(({ action }) => action === 'fail')) return draft.map(shown);
    const secrets = await this.#prepare(draft, context);
    return await unitOfWork.run(context, async (tx) => {
      // Planned anew inside: somebody may have taken a name since.
      const planned = planImport(rows, await users.ownersInside(tx, names), onExisting);
      const plan = await this.#withinRights(planned, context);
      if (!plan.some(({ action }) => action === 'fail')) await this.#write(tx, plan, secrets, context);
      return plan.map(shown);
    });
  }

  /**
   * A file does not do what its owner may not do by hand: it changes no administrator whom they may not change, and no user
   * outside of their groups, and leads none out of them.
   */
  async #withinRights(plan: readonly PlannedRow[], { principal }: CommandContext): Promise<readonly PlannedRow[]> {
    if (principal === undefined) return plan;
    const checked: PlannedRow[] = [];
    for (const row of plan) {
      const problem = await this.#refusal(row, principal);
      checked.push(problem === undefined ? row : { ...row, action: 'fail', problem });
    }
    return checked;
  }

  async #refusal(planned: PlannedRow, principal: Principal): Promise<string | undefined> {
    const { action, userId } = planned;
    if (action !== 'add' && action !== 'update') return undefined;
    try {
      if (userId !== undefined) await findUserToChange(this.#with, userId, principal);
      assertGroupsInScope(planned, principal);
      return undefined;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return error.message;
    }
  }

  /** Slow hashes and ids are made before the transaction, so that it stays short and may be repeated. */
  async #prepare(plan: readonly PlannedRow[], context: CommandContext): Promise<PreparedSecrets> {
    const now = new Date(context.now);
    const idOf = new Map(plan.map(({ row, userId }) => [row, userId ?? uuidv7(now, this.#with.random)]));
    const passwordHashOf = new Map<UserImportRow, string>();
    const waiting = plan.filter(({ action, row }) => action !== 'skip' && row.wanted?.password !== undefined);
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const secret = next.row.wanted?.password as SecretBytes;
        const userId = idOf.get(next.row) as string;
        passwordHashOf.set(next.row, await this.#with.hasher.hash({ kind: 'password', userId, secret }));
      }
    };
    await Promise.all(Array.from({ length: HASHES_AT_ONCE }, work));
    return { idOf, passwordHashOf };
  }

  async #write(
    tx: Transaction,
    plan: readonly PlannedRow[],
    secrets: PreparedSecrets,
    context: CommandContext,
  ): Promise<void> {
    const { users, random } = this.#with;
    const now = new Date(context.now);
    const common = ({ row }: PlannedRow) => ({
      passwordHash: secrets.passwordHashOf.get(row),
      phone: row.wanted?.phone === undefined ? undefined : { id: uuidv7(now, random), phone: row.wanted.phone },
    });
    const added = plan.flatMap((each) => {
      const { wanted } = each.row;
      if (each.action !== 'add' || wanted === undefined) return [];
      return [
        { id: secrets.idOf.get(each.row) as string, fields: wanted.fields, createdAt: context.now, ...common(each) },
      ];
    });
    const changed = plan.flatMap((each) => {
      const { wanted } = each.row;
      if (each.action !== 'update' || wanted === undefined || each.userId === undefined) return [];
      return [{ id: each.userId, changes: wanted.changes, updatedAt: context.now, ...common(each) }];
    });
    await users.add(tx, added);
    await users.change(tx, changed);
    for (const { id } of changed) await tx.bumpUser(id);
    for (const { id, fields } of added) {
      tx.journal({ action: 'user_added', userId: id, userName: fields.userName, details: { isImported: true } });
    }
    for (const { id, changes } of changed) {
      const userName = changes.userName ?? '';
      tx.journal({
        action: 'user_changed',
        userId: id,
        userName,
        details: { isImported: true, fields: Object.keys(changes) },
      });
    }
  }
}

function shown({ line, userName, action, problem }: PlannedRow): ImportedRow {
  return { line, userName, action, problem };
}

/** Groups that the file says nothing of stay as they are. */
function assertGroupsInScope({ action, userId = '', row: { wanted } }: PlannedRow, principal: Principal): void {
  const groups = action === 'add' ? wanted?.fields.groups : wanted?.changes.groups;
  if (groups !== undefined) assertInScope(principal, { id: userId, groups });
}
