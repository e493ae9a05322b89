import Table from 'cli-table3';
import type { Output } from './output.ts';
import { printable, printableLine } from './printable.ts';

/** Something to write to; `process.stdout` is one. */
export interface Sink {
  write(text: string): unknown;
}

const CHARS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Tables and lines, or JSON. */
export class TerminalOutput implements Output {
  readonly isJson: boolean;
  readonly #out: Sink;
  readonly #err: Sink;

  constructor(isJson: boolean, out: Sink, err: Sink) {
    this.isJson = isJson;
    this.#out = out;
    this.#err = err;
  }

  line(text = ''): void {
    if (!this.isJson) this.#out.write(`${printable(text)}\n`);
  }

  table(head: readonly string[], rows: readonly (readonly string[])[], whenEmpty = 'Nothing to show.'): void {
    if (this.isJson) return;
    if (rows.length === 0) {
      this.line(whenEmpty);
      return;
    }
    const table = new Table({
      head: head.map((name) => name.toUpperCase()),
      chars: CHARS,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    });
    for (const row of rows) table.push(row.map((cell) => printableLine(cell)));
    const lines = table.toString().split('\n');
    this.#out.write(`${lines.map((each) => each.trimEnd()).join('\n')}\n`);
  }

  facts(facts: readonly (readonly [name: string, value: string])[]): void {
    if (this.isJson) return;
    const shown = facts.filter(([, value]) => value !== '');
    const width = Math.max(...shown.map(([name]) => name.length), 0);
    for (const [name, value] of shown) this.line(`${name.padEnd(width)}  ${printableLine(value)}`);
  }

  result(value: unknown, show: () => void): void {
    if (this.isJson) this.#out.write(`${JSON.stringify(value, replacer, 2)}\n`);
    else show();
  }

  item(value: unknown, show: () => void): void {
    if (this.isJson) this.#out.write(`${JSON.stringify(value, replacer)}\n`);
    else show();
  }

  note(text: string): void {
    this.#err.write(`${printable(text)}\n`);
  }
}

/** Octets as hexadecimal: a hash or an id is read, compared and searched that way. */
function replacer(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  // JSON.stringify calls Buffer.toJSON before the replacer sees it.
  if (isBufferJson(value)) return Buffer.from(value.data).toString('hex');
  return value;
}

function isBufferJson(value: unknown): value is { type: 'Buffer'; data: number[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Buffer' &&
    'data' in value &&
    Array.isArray(value.data)
  );
}
