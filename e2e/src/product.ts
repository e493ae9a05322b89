import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type CliResult,
  type LocalStackOptions,
  type RunningStack,
  type StackFile,
  startLocalStack,
} from '@countersign/testing';
import pg from 'pg';
import { eventually } from './eventually.ts';
import { Nas } from './nas.ts';
import { OathDevice } from './oath-device.ts';
import { Operator } from './operator.ts';
import { addPerson, type Person, type PersonOptions } from './people.ts';

/** An entry as `journal search --json` prints it. */
export interface JournalEntry {
  readonly sequence: number;
  readonly eventId: string;
  readonly kind: string;
  readonly userName: string;
  readonly outcome: string;
  readonly reason: string;
  readonly relyingParty: string;
  readonly server: string;
  readonly clientAddress: string;
  readonly authenticationId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A message in the local inbox. */
export interface InboxMessage {
  readonly id: number;
  readonly to: string;
  readonly text: string;
}

/** What the command line says on standard error with --json. */
export interface Problem {
  readonly exitCode: number;
  readonly code: string;
  readonly what: string;
  readonly whatToDo: string;
  readonly field?: string;
}

/** A user of the demonstration. */
export interface DemoUser {
  readonly name: string;
  readonly password: string;
  readonly device: OathDevice | undefined;
}

/** The addresses of the two RADIUS clients of the demonstration. */
export const VPN = '127.0.0.1';
export const CODE_ONLY = '127.0.0.2';

/** Many tests ask in the name of one user and one client faster than people do: the doors' own paces are tested with them. */
const WITHOUT_PACES = { RADIUS_USER_REQUESTS_PER_SECOND: '0', RADIUS_CLIENT_REQUESTS_PER_SECOND: '0' };

/** The whole product with data of its own, and what a test does with it. */
export class Product {
  readonly stack: RunningStack;
  readonly #closers: (() => void)[] = [];
  readonly #operators = new Map<string, Operator>();
  #files = 0;

  private constructor(stack: RunningStack) {
    this.stack = stack;
  }

  static async start(options: LocalStackOptions = {}): Promise<Product> {
    return new Product(await startLocalStack({ environment: WITHOUT_PACES, ...options }));
  }

  get file(): StackFile {
    return this.stack.file;
  }

  /** Stops everything and removes the data. */
  async remove(): Promise<void> {
    this.#close();
    await this.stack.remove();
  }

  /** Stops everything; the data stay. */
  async shutdown(): Promise<void> {
    this.#close();
    await this.stack.shutdown();
  }

  /** A VPN at `from`, closed with the product. */
  async nas(from: string = VPN, secret: string = this.radiusSecret): Promise<Nas> {
    const port = this.file.radius.authentication[0]?.port ?? 0;
    const nas = await Nas.open({ port, from, secret });
    this.#closers.push(() => nas.close());
    return nas;
  }

  /** The shared secret of the demonstration's clients. */
  get radiusSecret(): string {
    return readFileSync(this.file.radius.secretFile, 'utf8').trimEnd();
  }

  /** The operator's connection to one auth-server. */
  operator(server: 'mfa-1' | 'mfa-2' = 'mfa-1'): Operator {
    const known = this.#operators.get(server);
    if (known !== undefined) return known;
    const operator = Operator.connect(this.file, server);
    this.#operators.set(server, operator);
    this.#closers.push(() => operator.close());
    return operator;
  }

  /** Adds a person of their own for a test, through `server`; resolves when every copy of the database knows them. */
  async addPerson(options: PersonOptions = {}, server: 'mfa-1' | 'mfa-2' = 'mfa-1'): Promise<Person> {
    const person = await addPerson(this.operator(server), options);
    await this.untilCopied();
    return person;
  }

  /** Resolves when the copies hold what the master holds now: whoever is new is unknown to a copy for as long as it lags. */
  async untilCopied(): Promise<void> {
    const primaries = (await this.stack.status()).processes.filter(({ role }) => role === 'primary');
    const [primary] = primaries;
    // Nobody to copy from, or a master that was fenced beside the new one.
    if (primary === undefined || primaries.length > 1) return;
    const [row] = await this.query(primary.name, 'SELECT pg_current_wal_lsn()::text AS lsn', []);
    const sql = 'SELECT count(*)::int AS behind FROM pg_stat_replication WHERE replay_lsn < $1::pg_lsn';
    await eventually(
      'the copies',
      async () => (await this.query(primary.name, sql, [row?.['lsn']]))[0]?.['behind'] === 0,
    );
  }

  /** Rows of a query on one database server, past everything of ours. */
  async query(
    node: string,
    sql: string,
    values: readonly unknown[],
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { host, port } = this.file.postgres.find(({ name }) => name === node) ?? {};
    const password = readFileSync(this.file.database.superuserPasswordFile, 'utf8').trim();
    const client = new pg.Client({ host, port, user: 'postgres', password, database: this.file.database.name });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** Writes a file that a command is to read, and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    const file = path.join(this.stack.runtimeDir, `${this.#files}-${name}`);
    this.#files += 1;
    writeFileSync(file, content);
    return file;
  }

  /** What `countersign <args> --json` prints. @throws when it does not end with 0 */
  async countersign<T>(args: readonly string[], input?: string): Promise<T> {
    const result = await this.stack.cli([...args, '--json'], input);
    if (result.code !== 0) throw new Error(`countersign ${args.join(' ')} ended with ${result.code}: ${said(result)}`);
    return result.json as T;
  }

  /** How `countersign <args> --json` refuses. @throws when it does not */
  async refusal(args: readonly string[], input?: string): Promise<Problem> {
    const result = await this.stack.cli([...args, '--json'], input);
    if (result.code === 0) throw new Error(`countersign ${args.join(' ')} was not refused: ${result.stdout}`);
    const line = result.stderr.split('\n').find((each) => each.startsWith('{"error"'));
    if (line === undefined) throw new Error(`countersign ${args.join(' ')} said no problem: ${said(result)}`);
    return { ...(JSON.parse(line) as { error: Problem }).error, exitCode: result.code };
  }

  /** Entries, in the order in which they were written. */
  async journal(...filter: readonly string[]): Promise<readonly JournalEntry[]> {
    const args = ['journal', 'search', ...filter, '--limit', '100000'];
    const { entries } = await this.countersign<{ entries: JournalEntry[] }>(args);
    return entries.filter(({ sequence }) => sequence > 0).toSorted((one, other) => one.sequence - other.sequence);
  }

  /** The entries of a search, once there are `count` of them: what happened a moment ago may still be on its way. */
  async entries(count: number, ...filter: readonly string[]): Promise<readonly JournalEntry[]> {
    return await eventually(`${count} entries of ${filter.join(' ')}`, async () => {
      const found = await this.journal(...filter);
      return found.length >= count && found;
    });
  }

  /** `outcome reason` of every attempt of a user, once there are `count` of them in the journal. */
  async verdictsOf(user: string, count: number): Promise<readonly string[]> {
    const entries = await this.entries(count, '--user', user, '--kind', 'authentication');
    return entries.map(({ outcome, reason }) => `${outcome} ${reason}`.trim());
  }

  /** The one message to `phone` after the message `after`. */
  async message(phone: string, after = 0): Promise<InboxMessage & { readonly code: string }> {
    const message = await eventually(`a message to ${phone}`, async () => (await this.inbox(phone, after))[0]);
    return { ...message, code: /\b\d{6}\b/.exec(message.text)?.[0] ?? '' };
  }

  /** The messages to `phone`, oldest first. */
  async inbox(phone: string, after = 0): Promise<readonly InboxMessage[]> {
    const url = new URL(`messages?to=${encodeURIComponent(phone)}&after=${after}`, this.file.inbox);
    return ((await (await fetch(url)).json()) as { messages: InboxMessage[] }).messages;
  }

  demoUser(name: string): DemoUser {
    const { users } = JSON.parse(readFileSync(this.file.demoFile, 'utf8')) as { users: RawDemoUser[] };
    const user = users.find((each) => each.name === name);
    if (user === undefined) throw new Error(`no demo user ${name}`);
    const secret = user.authenticators.find((each) => each?.secretBase32 !== undefined)?.secretBase32;
    return { ...user, device: secret === undefined ? undefined : OathDevice.fromSecret(secret) };
  }

  /** Sum of a counter of one process over all labels that hold `labels`. */
  async metric(process: string, name: string, labels = ''): Promise<number> {
    const address = this.file.health.find((each) => each.name === process);
    const text = await (await fetch(`http://${address?.host}:${address?.port}/metrics`)).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && line.includes(labels))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  #close(): void {
    for (const close of this.#closers.splice(0)) close();
    this.#operators.clear();
  }
}

interface RawDemoUser {
  readonly name: string;
  readonly password: string;
  readonly authenticators: readonly ({ readonly secretBase32?: string } | null)[];
}

function said({ stdout, stderr }: CliResult): string {
  return `${stderr}${stdout}`.slice(0, 2000);
}
