import { csvOf } from './files.ts';

/** A file that was chosen: its text, and what was found out about it. */
export interface CsvFile {
  readonly text: string;
  readonly encoding: string;
  readonly separator: string;
  /** Head and the first twenty lines. */
  readonly preview: readonly (readonly string[])[];
}

/** What the columns are called, with two lines to show how they are filled in. */
export const TEMPLATE = csvOf([
  ['user_name', 'aliases', 'first_name', 'last_name', 'mail', 'groups', 'phone', 'enabled'],
  ['alice', 'EXAMPLE\\alice', 'Alice', 'Martin', 'alice@example.com', 'VPN users|Staff', '', 'yes'],
  ['bob', '', 'Bob', 'Smith', 'bob@example.com', 'Staff', '', 'yes'],
]);

const PREVIEW_LINES = 20;
const CHUNK = 0x8000;

/** Reads a file as UTF-8, or as spreadsheets in western Europe write it where it is none. */
export async function readCsvFile(file: File): Promise<CsvFile> {
  const octets = new Uint8Array(await file.arrayBuffer());
  const { text, encoding } = decode(octets);
  const lines = linesOf(text);
  const separator = separatorOf(lines[0] ?? '');
  const preview = lines.slice(0, PREVIEW_LINES + 1).map((line) => valuesOf(line, separator));
  return { text, encoding, separator, preview };
}

function decode(octets: Uint8Array): { text: string; encoding: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(octets), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(octets), encoding: 'Windows-1252' };
  }
}

function separatorOf(head: string): string {
  const counted = [';', ',', '\t'].map((each) => ({ each, count: head.split(each).length }));
  return counted.sort((one, other) => other.count - one.count)[0]?.each ?? ';';
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

/** The values of a line; only for looking at: the server reads the file itself. */
function valuesOf(line: string, separator: string): string[] {
  const values: string[] = [];
  let value = '';
  let isQuoted = false;
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) {
      values.push(value);
      value = '';
    } else value += letter;
  }
  return [...values, value].map((each) => each.trim());
}

/** The file without some of its lines; lines count from 1. */
export function withoutLines({ text }: CsvFile, left: readonly number[]): string {
  if (left.length === 0) return text;
  const out = new Set(left);
  return linesOf(text)
    .filter((_line, place) => !out.has(place + 1))
    .join('\r\n');
}

/** The lines that cannot be taken as they were, with one column more that says why. */
export function errorsOf(
  { text, separator }: CsvFile,
  bad: readonly { readonly line: number; readonly problem: string }[],
): string {
  const lines = linesOf(text);
  const quoted = (problem: string) => `"${problem.replaceAll('"', '""')}"`;
  const rows = bad.map(({ line, problem }) => `${lines[line - 1] ?? ''}${separator}${quoted(problem)}`);
  return [`${lines[0] ?? ''}${separator}problem`, ...rows, ''].join('\r\n');
}

/** A text as UTF-8 in Base64. */
export function base64Of(text: string): string {
  const octets = new TextEncoder().encode(text);
  let binary = '';
  for (let at = 0; at < octets.length; at += CHUNK) {
    binary += String.fromCharCode(...octets.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}
