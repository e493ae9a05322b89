/** Where a command says what it found: the only way to the terminal. */
export interface Output {
  /** True with --json: one JSON value on standard output and nothing else. */
  readonly isJson: boolean;
  /** A line for people; nothing in JSON. */
  line(text?: string): void;
  /** A table for people; nothing in JSON. Without rows it says `whenEmpty`. */
  table(head: readonly string[], rows: readonly (readonly string[])[], whenEmpty?: string): void;
  /** Names and values below each other, for people; empty values are left out. */
  facts(facts: readonly (readonly [name: string, value: string])[]): void;
  /** What the command found, for programs; for people `show` is called instead. */
  result(value: unknown, show: () => void): void;
  /** One of many results, one JSON value a line; for people `show` is called instead. */
  item(value: unknown, show: () => void): void;
  /** A remark on standard error, also with --json. */
  note(text: string): void;
}
