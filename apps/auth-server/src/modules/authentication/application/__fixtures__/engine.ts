import { KeyedHash, SystemRandom, uuidv7 } from '@countersign/crypto';
import type { CanonicalUserName, CompanySettings, RelyingParty, User } from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import { aRelyingParty, someSettings, totpCode } from '@countersign/testing/builders';
import { randomUUID } from 'node:crypto';
import type { LocalPasswordHasher, PasswordAnswer, PasswordQuestion, PasswordVerifier } from '../../../directory/index.ts';
import { keyedCodeHashes } from '../../outbound/keyed-code-hashes.ts';
import { Authenticate } from '../authenticate.use-case.ts';
import { CommitStep } from '../commit-step.ts';
import type { Decision } from '../ports/decision.ts';
import { PerformCommand } from '../perform-command.ts';
import type { AuthenticationStore } from '../ports/authentication-store.ts';
import type { TextMessage, TextMessageOutcome, TextMessages } from '../../../delivery/index.ts';
import type { UserLookup } from '../ports/user-lookup.ts';
import type { SignInAnswer, SignInAttempt } from '../sign-in-attempt.ts';
import { look, type StoreWorld, unique } from './store-world.ts';

const random = new SystemRandom();
export const codeHashes = keyedCodeHashes(new KeyedHash(new SecretBytes(random.bytes(32))));

/** The first factor of everybody: right is what the user's hash says. */
export class FakePasswords implements PasswordVerifier {
  readonly looks: string[] = [];
  /** Held back until this resolves. */
  gate: Promise<void> = Promise.resolve();
  isAway = false;
  unknownPassword = 'secret';

  async verify({ user, unknownName, password }: PasswordQuestion): Promise<PasswordAnswer> {
    const typed = password.expose().toString('utf8');
    if (user !== undefined || unknownName !== undefined) this.looks.push(typed);
    await this.gate;
    if (this.isAway) return { kind: 'unavailable', detail: 'no server of the directory answered' };
    const right = user === undefined ? unknownName && this.unknownPassword : user.passwordHash?.replace('hash of ', '');
    return typed === right ? { kind: 'verified' } : { kind: 'refused', reason: 'password_wrong', detail: '52e' };
  }
}

/** PINs are kept as `pin 1357`. */
export class FakeHasher implements LocalPasswordHasher {
  looks = 0;

  async hash(): Promise<string> {
    return Promise.reject(new Error('nothing is hashed at a sign-in'));
  }

  async verify({ secret }: Parameters<LocalPasswordHasher['verify']>[0], stored: string | undefined): Promise<boolean> {
    this.looks += 1;
    return Promise.resolve(stored === `pin ${secret.expose().toString('utf8')}`);
  }
}

/** Delivery that keeps what it was given. */
export class FakeTextMessages implements TextMessages {
  readonly sent: TextMessage[] = [];
  outcome: TextMessageOutcome | DomainError = { kind: 'queued', deliveryId: 'delivery-1' };

  async send(message: TextMessage): Promise<TextMessageOutcome> {
    if (this.outcome instanceof DomainError) throw this.outcome;
    if (this.outcome.kind === 'queued') this.sent.push(message);
    return Promise.resolve(this.outcome);
  }

  get lastCode(): string {
    return this.sent.at(-1)?.code ?? 'nothing was sent';
  }
}

/** The database of users, and what one server keeps of it. */
export class FakeUsers {
  readonly all = new Map<string, User>();

  set(...users: readonly User[]): void {
    for (const user of users) this.all.set(user.userName, user);
  }

  /** The view of one server, which does not notice changes by itself. */
  cached(): UserLookup {
    const kept = new Map<string, User | undefined>();
    const find = (names: readonly CanonicalUserName[]) =>
      names.map((name) => this.all.get(name)).find((user) => user !== undefined);
    return {
      find: async (names) => {
        const key = names.join(' ');
        if (!kept.has(key)) kept.set(key, find(names));
        return Promise.resolve(kept.get(key));
      },
      refresh: async (names, leastVersion) => {
        const user = find(names);
        if (user !== undefined && user.version < leastVersion) throw new DomainError('unavailable', 'the copy is old');
        kept.set(names.join(' '), user);
        return Promise.resolve();
      },
    };
  }
}

/** Two engines on two servers over one memory, and everything around them. */
export class EngineWorld {
  readonly store: StoreWorld;
  readonly passwords = new FakePasswords();
  readonly hasher = new FakeHasher();
  readonly textMessages = new FakeTextMessages();
  readonly users = new FakeUsers();
  readonly decisions: Decision[] = [];
  readonly engines: readonly [Authenticate, Authenticate];
  settings: CompanySettings = someSettings();
  readonly relyingParties = new Map<string, RelyingParty>();

  constructor(store: StoreWorld, ...users: readonly User[]) {
    this.store = store;
    this.users.set(...users);
    this.rules({});
    this.engines = [this.#engine(store.stores[0], 'core-1'), this.#engine(store.stores[1], 'core-2')];
  }

  /** The rules of the relying party `rp-vpn`, or of another. */
  rules(rules: Parameters<typeof aRelyingParty>[0], id = 'rp-vpn'): void {
    this.relyingParties.set(id, aRelyingParty(rules, id));
  }

  /** Asks one of the two servers. */
  ask(typed: string, changes: Partial<SignInAttempt> = {}, server: 0 | 1 = 0): Promise<SignInAnswer> {
    return this.engines[server].execute(anAttempt(typed, changes));
  }

  /** The same from many requests at once, in turn at both servers. */
  askOften(times: number, attempt: (index: number) => SignInAttempt): Promise<readonly SignInAnswer[]> {
    const answers = Array.from({ length: times }, (_, index) =>
      this.engines[index % 2 === 0 ? 0 : 1].execute(attempt(index)),
    );
    return Promise.all(answers);
  }

  /** What the user's time-based device shows now, by the clock that decides. */
  async code(user: User, steps = 0): Promise<string> {
    const { now } = await look(this.store.stores[0]);
    const device = user.authenticators.find((one) => one.kind === 'totp');
    if (device?.kind !== 'totp') throw new Error('the user has no such device');
    return totpCode(device, now, steps);
  }

  /** Outcome and reason of every line of the journal. */
  async journal(): Promise<readonly string[]> {
    return (await this.store.journal()).map(({ outcome, reason }) => (reason === '' ? outcome : `${outcome}: ${reason}`));
  }

  #engine(store: AuthenticationStore, server: string): Authenticate {
    const { passwords, hasher, textMessages } = this;
    return new Authenticate({
      relyingParties: { get: (id) => this.relyingParties.get(id) },
      settings: { current: () => this.settings },
      users: this.users.cached(),
      store,
      codeHashes,
      perform: new PerformCommand({ store, passwords, hasher, textMessages, codeHashes, random }),
      commit: new CommitStep({
        store,
        random,
        server,
        newEventId: (now) => uuidv7(new Date(now), random),
        onDecided: (decision) => this.decisions.push(decision),
      }),
      newId: randomUUID,
    });
  }
}

/** Alice at the VPN, from a request that nobody made before. */
export function anAttempt(typed: string, changes: Partial<SignInAttempt> = {}): SignInAttempt {
  return {
    requestKey: unique('request'),
    relyingPartyId: 'rp-vpn',
    userName: 'alice',
    credential: SecretBytes.fromText(typed),
    handle: '',
    clientAddress: '192.0.2.7',
    callingStation: '',
    deadlineMilliseconds: 5000,
    ...changes,
  };
}

/** How often each outcome is among the answers. */
export function tally(answers: readonly SignInAnswer[]): Readonly<Partial<Record<SignInAnswer['outcome'], number>>> {
  const counts: Partial<Record<SignInAnswer['outcome'], number>> = {};
  for (const { outcome } of answers) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
