import type { E164Phone } from '@countersign/domain';
import type { SecretBytes } from '@countersign/errors';
import type { UserChanges, UserFields } from './ports/managed-user.ts';

/** What to do with a user of the file that exists already. */
export type OnExisting = 'fail' | 'skip' | 'update';

/** A line of the file: what it says, or why it cannot be taken. */
export interface UserImportRow {
  readonly line: number;
  readonly userName: string;
  /** Absent when there is a problem. */
  readonly wanted?: {
    /** Everything that a new user needs. */
    readonly fields: UserFields;
    /** Only what the file has a column for. */
    readonly changes: UserChanges;
    readonly phone: E164Phone | undefined;
    readonly password: SecretBytes | undefined;
  };
  readonly problem?: string;
}

/** What happens to a line. */
export interface PlannedRow {
  readonly line: number;
  readonly userName: string;
  readonly action: 'add' | 'update' | 'skip' | 'fail';
  /** Empty unless it fails. */
  readonly problem: string;
  /** Of the user that exists. */
  readonly userId: string | undefined;
  readonly row: UserImportRow;
}

/**
 * Decides for every line what happens to it. A name leads to one user: in the file, and together with those that exist.
 *
 * @param owners who has which of the names of the file
 */
export function planImport(
  rows: readonly UserImportRow[],
  owners: ReadonlyMap<string, string>,
  onExisting: OnExisting,
): readonly PlannedRow[] {
  const lineOf = new Map<string, number>();
  return rows.map((row) => {
    const problem = row.problem ?? repeatedName(row, lineOf);
    return problem === undefined ? planRow(row, owners, onExisting) : refused(row, problem);
  });
}

/** Every name that the rows mention. */
export function namesOf(rows: readonly UserImportRow[]): readonly string[] {
  return rows.flatMap(({ wanted }) => (wanted === undefined ? [] : [wanted.fields.userName, ...wanted.fields.aliases]));
}

function planRow(row: UserImportRow, owners: ReadonlyMap<string, string>, onExisting: OnExisting): PlannedRow {
  const userId = owners.get(row.userName);
  if (userId !== undefined && onExisting === 'fail') return refused(row, 'A user of this name exists already.');
  const { line, userName } = row;
  if (userId !== undefined && onExisting === 'skip')
    return { line, userName, action: 'skip', problem: '', userId, row };
  const foreign = row.wanted?.fields.aliases.find((alias) => owners.has(alias) && owners.get(alias) !== userId);
  if (foreign !== undefined) return refused(row, `The alias "${foreign}" leads to another user already.`);
  return { line, userName, action: userId === undefined ? 'add' : 'update', problem: '', userId, row };
}

function repeatedName(row: UserImportRow, lineOf: Map<string, number>): string | undefined {
  const names = namesOf([row]);
  const repeated = names.find((name) => lineOf.has(name));
  if (repeated !== undefined) return `The name "${repeated}" stands on line ${lineOf.get(repeated) ?? 0} already.`;
  for (const name of names) lineOf.set(name, row.line);
  return undefined;
}

function refused(row: UserImportRow, problem: string): PlannedRow {
  return { line: row.line, userName: row.userName, action: 'fail', problem, userId: undefined, row };
}
