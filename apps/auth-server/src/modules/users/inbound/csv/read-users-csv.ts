import { DomainError, isDomainError } from '@countersign/errors';
import { columnKey, type CsvRow, parseMessage, readCsvTable } from '../../../administration/index.ts';
import type { UserImportRow } from '../../application/import-plan.ts';
import type { UserChanges } from '../../application/ports/managed-user.ts';
import { addUserSchema } from '../grpc/user-schemas.ts';

const MAX_ROWS = 20_000;
const MAX_LINE = 65_536;
/** Each password costs a slow hash: more of them would occupy the server that also signs people in. */
const MAX_PASSWORDS = 500;

/** The columns that a file may have, by {@link columnKey}, and the field of a user that each fills. */
const COLUMNS: Readonly<Record<string, Field>> = {
  username: 'userName',
  user: 'userName',
  login: 'userName',
  upn: 'userName',
  aliases: 'aliases',
  alias: 'aliases',
  firstname: 'firstName',
  givenname: 'firstName',
  lastname: 'lastName',
  surname: 'lastName',
  mail: 'mail',
  email: 'mail',
  mailaddress: 'mail',
  emailaddress: 'mail',
  groups: 'groups',
  group: 'groups',
  usergroup: 'groups',
  tags: 'tags',
  tag: 'tags',
  phone: 'phone',
  phonenumber: 'phone',
  mobile: 'phone',
  defaultmethod: 'defaultMethod',
  method: 'defaultMethod',
  language: 'languages',
  languages: 'languages',
  description: 'description',
  enabled: 'enabled',
  isenabled: 'enabled',
  password: 'password',
};
const YES = new Set(['yes', 'true', '1', 'y', 'oui', '']);
const NO = new Set(['no', 'false', '0', 'n', 'non']);

type Field =
  | 'userName'
  | 'aliases'
  | 'firstName'
  | 'lastName'
  | 'mail'
  | 'groups'
  | 'tags'
  | 'phone'
  | 'defaultMethod'
  | 'languages'
  | 'description'
  | 'enabled'
  | 'password';

/**
 * Reads a CSV file of users. A line that is wrong becomes a row with a problem.
 *
 * @throws DomainError `invalid_request` for a file that cannot be read as a whole: no header, unknown columns
 */
export function readUsersCsv(content: Uint8Array): readonly UserImportRow[] {
  const [header, ...lines] = readCsvTable(content, 'csv', { maxRows: MAX_ROWS + 1, maxLineLength: MAX_LINE });
  if (header === undefined) throw refusal('The file is empty.');
  if (lines.length === 0) throw refusal('The file has a header line and no users.');
  const columns = columnsOf(header);
  const rows = lines.map((line) => rowOf(line, columns));
  if (rows.filter(({ wanted }) => wanted?.password !== undefined).length > MAX_PASSWORDS) {
    throw refusal(`A file may set at most ${MAX_PASSWORDS} passwords; split it.`);
  }
  return rows;
}

function columnsOf({ values }: CsvRow): readonly Field[] {
  const columns = values.map((name): Field => {
    const key = columnKey(name);
    const field = Object.hasOwn(COLUMNS, key) ? COLUMNS[key] : undefined;
    if (field !== undefined) return field;
    throw refusal(
      `The column "${name.slice(0, 60)}" is not known; the first line must name the columns, one of them user_name.`,
    );
  });
  const repeated = columns.find((field, index) => columns.indexOf(field) !== index);
  if (repeated !== undefined) throw refusal(`Two columns fill the same field (${repeated}).`);
  if (!columns.includes('userName')) throw refusal('The file has no column user_name.');
  return columns;
}

function rowOf({ line, values }: CsvRow, columns: readonly Field[]): UserImportRow {
  const given = Object.fromEntries(columns.map((field, index) => [field, values[index] ?? ''])) as Record<
    Field,
    string
  >;
  const userName = given.userName.slice(0, 256);
  if (values.length !== columns.length) {
    return { line, userName, problem: `The line has ${values.length} values; the header has ${columns.length}.` };
  }
  try {
    const { fields, phone, password } = parseMessage(addUserSchema, messageOf(given));
    return {
      line,
      userName: fields.userName,
      wanted: { fields, phone, password, changes: changesOf(fields, columns) },
    };
  } catch (error) {
    if (!isDomainError(error, 'invalid_request')) throw error;
    return { line, userName, problem: error.message };
  }
}

function messageOf(given: Partial<Record<Field, string>>) {
  const text = (field: Field): string => given[field] ?? '';
  const list = (field: Field): string[] =>
    text(field)
      .split('|')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return {
    userName: text('userName'),
    aliases: list('aliases'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    mail: text('mail'),
    isDisabled: !isYes(text('enabled')),
    groups: list('groups'),
    tags: list('tags'),
    languages: languagesOf(text('languages')),
    defaultMethod: text('defaultMethod'),
    phone: text('phone'),
    password: text('password'),
    description: text('description'),
  };
}

function isYes(value: string): boolean {
  const word = value.toLowerCase();
  if (!YES.has(word) && !NO.has(word)) throw refusal('The column enabled must be yes or no.');
  return YES.has(word);
}

/** "fr" for every channel, or "text=fr|call=en". */
function languagesOf(value: string): Record<string, string> {
  if (value === '') return {};
  if (!value.includes('=')) return { call: value, text: value, app: value, oath: value };
  return Object.fromEntries(
    value.split('|').map((pair) => pair.split('=', 2).map((each) => each.trim()) as [string, string]),
  );
}

/** An update touches only what the file has a column for, and an empty list or text in it means "none". */
function changesOf(fields: NonNullable<UserImportRow['wanted']>['fields'], columns: readonly Field[]): UserChanges {
  const changes: Record<string, unknown> = {};
  for (const column of columns) {
    if (column === 'enabled') changes.isEnabled = fields.isEnabled;
    else if (column === 'defaultMethod') changes.defaultMethod = fields.defaultMethod ?? null;
    else if (column in fields && column !== 'userName') changes[column] = fields[column as keyof typeof fields];
  }
  return changes as UserChanges;
}

function refusal(message: string): DomainError {
  return new DomainError('invalid_request', message, { field: 'csv' });
}
