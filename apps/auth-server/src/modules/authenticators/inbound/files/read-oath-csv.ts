import { decodeBase32 } from '@countersign/domain';
import { DomainError, isDomainError, SecretBytes } from '@countersign/errors';
import { columnKey, type CsvRow, readCsvTable } from '../../../administration/index.ts';
import type { ImportLine } from '../../application/imported-token.ts';
import { algorithmOf, checkToken, type TokenFields, type TokenParameters } from './token-fields.ts';

const MAX_ROWS = 20_000;
const MAX_LINE = 8192;

type Field =
  | 'serialNumber'
  | 'secret'
  | 'interval'
  | 'userName'
  | 'kind'
  | 'counter'
  | 'digits'
  | 'algorithm'
  | 'manufacturer'
  | 'model';

/** The columns that a file with a header line may have, by `columnKey`. */
const COLUMNS: Readonly<Record<string, Field>> = {
  serialnumber: 'serialNumber',
  serial: 'serialNumber',
  serialno: 'serialNumber',
  secret: 'secret',
  secretkey: 'secret',
  seed: 'secret',
  interval: 'interval',
  timeinterval: 'interval',
  period: 'interval',
  username: 'userName',
  user: 'userName',
  upn: 'userName',
  type: 'kind',
  kind: 'kind',
  counter: 'counter',
  digits: 'digits',
  otplength: 'digits',
  algorithm: 'algorithm',
  hash: 'algorithm',
  manufacturer: 'manufacturer',
  model: 'model',
};
/** Without a header line: the columns of the original's OATH files, with two more that some manufacturers append. */
const POSITIONAL: readonly Field[] = ['serialNumber', 'secret', 'interval', 'manufacturer', 'model'];

/**
 * Reads a file of OATH tokens: serial number, secret in Base32, time interval. An interval of 0 means an event-based
 * token. With a header line the columns may come in any order, and there may be more of them.
 *
 * @throws DomainError `invalid_request` with field `content` for a file that cannot be read as a whole
 */
export function readOathCsv(content: Uint8Array): readonly ImportLine[] {
  const rows = readCsvTable(content, 'content', { maxRows: MAX_ROWS + 1, maxLineLength: MAX_LINE });
  const [first] = rows;
  if (first === undefined) throw refusal('The file is empty.');
  const isHeader = first.values.some((name) => COLUMNS[columnKey(name)] === 'secret');
  const lines = isHeader ? rows.slice(1) : rows;
  if (lines.length === 0) throw refusal('The file has a header line and no tokens.');
  const columns = isHeader ? columnsOf(first) : POSITIONAL;
  return lines.map((line) => lineOf(line, columns, isHeader));
}

function columnsOf({ values }: CsvRow): readonly Field[] {
  const columns = values.map((name): Field => {
    const field = COLUMNS[columnKey(name)];
    if (field === undefined) throw refusal(`The column "${name.slice(0, 60)}" is not known.`);
    return field;
  });
  if (new Set(columns).size < columns.length) throw refusal('Two columns have the same meaning.');
  if (!columns.includes('serialNumber')) throw refusal('The file has no column for the serial number.');
  return columns;
}

function lineOf({ line, values }: CsvRow, columns: readonly Field[], isHeader: boolean): ImportLine {
  const valueOf = (field: Field): string => {
    const index = columns.indexOf(field);
    return index < 0 ? '' : (values[index] ?? '');
  };
  const fields: TokenFields = {
    line,
    serialNumber: valueOf('serialNumber'),
    kind: valueOf('kind').toLowerCase() || (valueOf('interval') === '0' ? 'hotp' : 'totp'),
    userName: valueOf('userName'),
    manufacturer: valueOf('manufacturer'),
    model: valueOf('model'),
  };
  const least = isHeader ? columns.length : 2;
  if (values.length > columns.length || values.length < least) {
    return { ...fields, problem: `The line has ${values.length} values; ${columns.length} are expected.` };
  }
  try {
    return checkToken(fields, () => parametersOf(valueOf));
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { ...fields, problem: error.message };
  }
}

function parametersOf(valueOf: (field: Field) => string): TokenParameters {
  const interval = Number(valueOf('interval') || 30);
  return {
    secret: secretOf(valueOf('secret')),
    algorithm: algorithmOf(valueOf('algorithm')),
    digits: Number(valueOf('digits') || 6),
    periodSeconds: interval === 0 ? 30 : interval,
    counter: Number(valueOf('counter') || 0),
    driftSteps: 0,
  };
}

function secretOf(text: string): SecretBytes {
  const octets = decodeBase32(text);
  if (octets === undefined) throw refusal('The secret is not Base32.');
  return new SecretBytes(octets);
}

function refusal(message: string): DomainError {
  return new DomainError('invalid_request', message, { field: 'content' });
}
