import { DomainError } from '@countersign/errors';
import { CsvError, parse } from 'csv-parse/sync';

/** One line of a table that is not empty. */
export interface CsvRow {
  /** Where it ends in the file, counted from 1. */
  readonly line: number;
  readonly values: readonly string[];
}

/** Which part of a table is too large, and what is said about it. */
export interface CsvLimits {
  readonly maxRows: number;
  readonly maxLineLength: number;
}

const DELIMITERS = [';', ',', '\t'] as const;

/**
 * Reads a CSV file as spreadsheets write it (RFC 4180): UTF-8 with or without byte order mark, semicolons, commas or
 * tabs, quoted values, empty lines between. Every value is trimmed.
 *
 * @param field the field of the request that carries the file, for the error
 * @throws DomainError `invalid_request` for octets that are not UTF-8, broken quotes, or a file beyond the limits
 */
export function readCsvTable(content: Uint8Array, field: string, limits: CsvLimits): readonly CsvRow[] {
  const text = decode(content, field);
  const rows = parseRows(text, field, limits);
  if (rows.length > limits.maxRows) {
    throw refusal(field, `The file has more than ${limits.maxRows} lines; split it.`);
  }
  return rows;
}

/** A column's name without case, spaces and signs: "User name", "user_name" and "userName" are the same. */
export function columnKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function decode(content: Uint8Array, field: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (cause) {
    throw refusal(field, 'The file is not UTF-8; save it as "CSV UTF-8".', cause);
  }
  if (text.includes('\u0000')) throw refusal(field, 'The file holds NUL characters: it is no text file.');
  return text;
}

function parseRows(text: string, field: string, limits: CsvLimits): CsvRow[] {
  try {
    const records: unknown = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: limits.maxLineLength,
      to: limits.maxRows + 1,
    });
    return (records as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      values: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refusal(field, `Line ${String(error.lines)}: ${problemOf(error)}.`, error);
  }
}

/** The sign that is most frequent in the first line that has anything in it. */
function delimiterOf(text: string): string {
  const first = /\S.*/.exec(text)?.[0] ?? '';
  const count = (delimiter: string): number => first.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

function problemOf({ code }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE') return 'the line is too long, or a quote is not closed';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is not closed';
  return 'a quote stands in the middle of a value';
}

function refusal(field: string, message: string, cause?: unknown): DomainError {
  return new DomainError('invalid_request', message, { field, cause });
}
