import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A text message as it arrived. */
export interface InboxMessage {
  readonly id: number;
  readonly to: string;
  readonly text: string;
  readonly receivedAt: string;
}

const KEPT = 500;

/** The newest 500 messages, in memory and in a file that only we can read. */
export class MessageStore {
  readonly #file: string;
  #messages: InboxMessage[];
  #lastId: number;

  /** Reads what an earlier run kept; lines that a crash cut short are left out. */
  constructor(file: string) {
    this.#file = file;
    this.#messages = read(file).slice(-KEPT);
    this.#lastId = this.#messages.at(-1)?.id ?? 0;
    writeFileSync(file, this.#messages.map((message) => `${JSON.stringify(message)}\n`).join(''), { mode: 0o600 });
  }

  /** Keeps a message and returns it with its number. */
  add(to: string, text: string, receivedAt: Date): InboxMessage {
    this.#lastId += 1;
    const message = { id: this.#lastId, to, text, receivedAt: receivedAt.toISOString() };
    this.#messages = [...this.#messages, message].slice(-KEPT);
    appendFileSync(this.#file, `${JSON.stringify(message)}\n`);
    return message;
  }

  /** Oldest first; only those to one number when it is given, only those after a message when its id is given. */
  list({ to, after = 0 }: { to?: string | undefined; after?: number } = {}): readonly InboxMessage[] {
    return this.#messages.filter((message) => message.id > after && (to === undefined || message.to === to));
  }
}

function read(file: string): InboxMessage[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as InboxMessage];
      } catch {
        return [];
      }
    });
}
