import { uuidv7 } from '@countersign/crypto';
import { canonicalUserName } from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';
import type { ImportedToken, ImportLine } from './imported-token.ts';
import { seedLocation, type StoredOath } from './ports/authenticator-repository.ts';

/** What became of a line. */
export interface ImportedLine {
  readonly line: number;
  readonly serialNumber: string;
  readonly kind: string;
  readonly userName: string;
  /** Empty: it was taken, or would be. */
  readonly problem: string;
}

/** How a file is taken. */
export interface ImportOptions {
  /** Says what would happen and changes nothing. */
  readonly isDryRun: boolean;
  /** Takes the good lines although others have a problem. */
  readonly isFailedSkipped: boolean;
}

/** Imports tokens from a file: all of them or none, unless told to leave out the bad ones. */
export class ImportAuthenticators {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  async execute(
    lines: readonly ImportLine[],
    { isDryRun, isFailedSkipped }: ImportOptions,
    context: CommandContext,
  ): Promise<readonly ImportedLine[]> {
    refuseOutsideScope(context);
    const { authenticators, unitOfWork } = this.#with;
    const serials = lines.map(({ serialNumber }) => serialNumber);
    const draft = withProblems(lines, await authenticators.existingSerials(serials));
    // A trial runs like the real thing up to the point of writing, so that it says the same.
    if (isDryRun) return await this.#trial(draft);
    if (!isFailedSkipped && draft.some(hasProblem)) return draft.map(shown);
    return await unitOfWork.run(context, async (tx) => {
      const existing = await authenticators.existingSerialsInside(tx, serials);
      const owners = await this.#owners(tx, draft);
      const plan = withUsers(withProblems(draft, existing), owners);
      const isWritten = isFailedSkipped || !plan.some(hasProblem);
      const good = plan.filter((line) => !hasProblem(line));
      if (isWritten) await this.#write(tx, good, owners, context);
      return plan.map(shown);
    });
  }

  async #trial(lines: readonly ImportLine[]): Promise<readonly ImportedLine[]> {
    const names = namesIn(lines);
    const owners = names.length === 0 ? new Map<string, string>() : await this.#with.users.ownersOf(names);
    return withUsers(lines, owners).map(shown);
  }

  async #owners(tx: Transaction, lines: readonly ImportLine[]): Promise<ReadonlyMap<string, string>> {
    return await this.#with.users.owners(tx, namesIn(lines));
  }

  async #write(
    tx: Transaction,
    lines: readonly ImportLine[],
    owners: ReadonlyMap<string, string>,
    { now }: CommandContext,
  ): Promise<void> {
    const stored = lines.flatMap(({ token, userName }) =>
      token === undefined ? [] : [this.#stored(token, owners.get(canonicalOf(userName)), now)],
    );
    await this.#with.authenticators.addOath(tx, stored);
    for (const userId of new Set(stored.flatMap(({ userId: id }) => (id === undefined ? [] : [id]))))
      await tx.bumpUser(userId);
    for (const { id, userId, kind, serialNumber = '' } of stored) {
      tx.journal({
        action: 'authenticator_imported',
        ...(userId === undefined ? {} : { userId }),
        details: { authenticatorId: id, kind, serialNumber },
      });
    }
  }

  #stored(token: ImportedToken, userId: string | undefined, now: number): StoredOath {
    const id = uuidv7(new Date(now), this.#with.random);
    const { kind, serialNumber, algorithm, digits, periodSeconds, manufacturer, model } = token;
    return {
      id,
      userId,
      kind,
      name: [manufacturer, model].filter((each) => each !== '').join(' ') || 'Token',
      serialNumber,
      secret: this.#with.secrets.seal(token.secret, seedLocation(id)),
      parameters: { algorithm, digits, ...(kind === 'totp' ? { periodSeconds } : {}), manufacturer, model },
      driftSteps: kind === 'totp' ? token.driftSteps : 0,
      // The file names the next counter; what is before it counts as used.
      lastAccepted: kind === 'hotp' ? token.counter - 1 : -1,
      at: now,
    };
  }
}

/** A file may name anybody; who may act on some users only does not import. */
function refuseOutsideScope({ principal }: CommandContext): void {
  if (principal?.administrator?.scope.kind !== 'groups') return;
  throw new DomainError('not_allowed', 'Your role is limited to groups: an import of tokens needs one without limits.');
}

function hasProblem({ problem }: ImportLine): boolean {
  return problem !== undefined;
}

function withProblems(lines: readonly ImportLine[], existing: ReadonlySet<string>): readonly ImportLine[] {
  const lineOf = new Map<string, number>();
  return lines.map((each) => {
    if (each.problem !== undefined) return each;
    const earlier = lineOf.get(each.serialNumber);
    if (earlier !== undefined) return { ...each, problem: `The serial number stands on line ${earlier} already.` };
    lineOf.set(each.serialNumber, each.line);
    return existing.has(each.serialNumber)
      ? { ...each, problem: 'A token with this serial number exists already.' }
      : each;
  });
}

/** A file that names a user who does not exist is refused: the token would lie unassigned, unnoticed. */
function withUsers(lines: readonly ImportLine[], owners: ReadonlyMap<string, string>): readonly ImportLine[] {
  return lines.map((each) => {
    if (each.problem !== undefined || each.userName === '' || owners.has(canonicalOf(each.userName))) return each;
    return { ...each, problem: `There is no user "${each.userName.slice(0, 100)}".` };
  });
}

function namesIn(lines: readonly ImportLine[]): readonly string[] {
  return [...new Set(lines.map(({ userName }) => canonicalOf(userName)).filter((name) => name !== ''))];
}

function canonicalOf(userName: string): string {
  return canonicalUserName(userName) ?? '';
}

function shown({ line, serialNumber, kind, userName, problem = '' }: ImportLine): ImportedLine {
  return { line, serialNumber, kind, userName, problem };
}
