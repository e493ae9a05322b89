/** Asks the person at the terminal. */
export interface Prompt {
  /** False when nobody can answer: standard input is no terminal. */
  readonly isInteractive: boolean;
  /** A line as typed. */
  ask(question: string): Promise<string>;
  /** A line that is not shown while it is typed. */
  askHidden(question: string): Promise<string>;
  /** All of standard input, without the last line break. */
  readAll(): Promise<string>;
}
