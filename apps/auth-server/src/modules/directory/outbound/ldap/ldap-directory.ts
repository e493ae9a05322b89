import { performance } from 'node:perf_hooks';
import type { RandomSource } from '@countersign/crypto';
import type { SecretBytes } from '@countersign/errors';
import type { Logger } from '@countersign/observability';
import type { Directory, DirectoryServerStatus } from '../../application/ports/directory.ts';
import type { PasswordAnswer } from '../../application/ports/password-verifier.ts';
import { Saturated } from '../concurrency-limit.ts';
import { bindNameFor, searchFilterFor } from './bind-name.ts';
import { answerOfRefusedBind, isDirectoryAnswer } from './bind-result.ts';
import { NotConnected } from './connection-pool.ts';
import { DirectoryServer, ServiceAccountRefused } from './directory-server.ts';
import type { BindNameRule, DirectorySettings } from './load-directory-config.ts';
import { RefusalTimes } from './refusal-times.ts';

type Search = Extract<BindNameRule, { kind: 'search' }>;
type Found = { readonly kind: 'found'; readonly bindName: string } | Exclude<PasswordAnswer, { kind: 'verified' }>;

const unknownName = { kind: 'refused', reason: 'password_wrong', detail: 'not found in the directory' } as const;
/** A refused account is not tried again at once: each try counts against the lockout threshold of the domain. */
const ACCOUNT_PAUSE_MILLISECONDS = 60_000;

/**
 * Checks passwords by LDAP binds. Servers are asked in the order of the configuration, leaving out those that are down.
 * What may be repeated (connecting, searching) goes to the next server when one fails; the bind itself is sent once.
 */
export class LdapDirectory implements Directory {
  readonly #settings: DirectorySettings;
  readonly #servers: readonly DirectoryServer[];
  readonly #bindTimes: RefusalTimes;
  readonly #wholeTimes: RefusalTimes;
  #accountRefusedAt = Number.NEGATIVE_INFINITY;

  constructor(settings: DirectorySettings, logger: Logger, random: RandomSource) {
    this.#settings = settings;
    this.#servers = settings.servers.map((server) => new DirectoryServer(server, settings, logger));
    this.#bindTimes = new RefusalTimes(random);
    this.#wholeTimes = new RefusalTimes(random);
  }

  /** Begins to probe the servers. */
  start(): void {
    for (const server of this.#servers) server.start();
  }

  stop(): void {
    for (const server of this.#servers) server.stop();
  }

  status(): readonly DirectoryServerStatus[] {
    return this.#servers.map((server) => server.status());
  }

  async pretend(signal: AbortSignal): Promise<void> {
    await this.#wholeTimes.wait(signal);
  }

  async checkPassword(name: string, password: SecretBytes, signal: AbortSignal): Promise<PasswordAnswer> {
    const secret = textOf(password);
    if (secret === undefined) {
      await this.pretend(signal);
      return { kind: 'refused', reason: 'password_wrong', detail: 'the password is not UTF-8' };
    }
    const startedAt = performance.now();
    const found = await this.#find(name, signal);
    if (found.kind !== 'found') {
      if (found.kind === 'refused') await this.#bindTimes.wait(signal);
      return found;
    }
    const boundAt = performance.now();
    const answer = await this.#bind(found.bindName, secret, signal);
    if (answer.kind === 'refused') {
      this.#bindTimes.record(performance.now() - boundAt);
      this.#wholeTimes.record(performance.now() - startedAt);
    }
    return answer;
  }

  async #find(name: string, signal: AbortSignal): Promise<Found> {
    const { bindName: rule } = this.#settings;
    if (rule.kind === 'search') return this.#search(name, rule, signal);
    const bindName = bindNameFor(name, rule.template);
    return bindName === undefined ? unknownName : { kind: 'found', bindName };
  }

  async #search(name: string, rule: Search, signal: AbortSignal): Promise<Found> {
    const filter = searchFilterFor(name, rule.filter);
    if (filter === undefined) return unknownName;
    if (performance.now() - this.#accountRefusedAt < ACCOUNT_PAUSE_MILLISECONDS) {
      return { kind: 'unavailable', detail: 'the directory refuses the service account' };
    }
    return this.#onFirstUsable(signal, async (server, limit) => {
      const names = await server.searches?.use((connection) => connection.findNames(rule.baseDn, filter, limit), limit);
      return oneOf(names ?? []);
    });
  }

  async #bind(bindName: string, secret: string, signal: AbortSignal): Promise<PasswordAnswer> {
    return this.#onFirstUsable<PasswordAnswer>(signal, (server, limit) =>
      server.users.use(async (connection) => {
        try {
          await connection.bind(bindName, secret, limit);
          server.succeeded();
          return { kind: 'verified' };
        } catch (error) {
          if (isDirectoryAnswer(error)) return answerOfRefusedBind(error);
          server.failed(error);
          // The server may have counted the attempt: asking another one would count it twice.
          return { kind: 'unavailable', detail: `the directory did not answer the bind: ${inWords(error)}` };
        }
      }, limit),
    );
  }

  /** `work` throws only while nothing has been asked that must not be asked twice. */
  async #onFirstUsable<T>(
    signal: AbortSignal,
    work: (server: DirectoryServer, limit: AbortSignal) => Promise<T>,
  ): Promise<T | { readonly kind: 'unavailable'; readonly detail: string }> {
    const problems: string[] = [];
    for (const server of this.#servers.filter(({ isUp }) => isUp)) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#settings.limits.operationTimeoutMilliseconds)]);
      try {
        return await work(server, limit);
      } catch (error) {
        this.#blame(server, error);
        problems.push(`${server.status().url}: ${inWords(error)}`);
      }
      if (signal.aborted) break;
    }
    const detail = problems.length === 0 ? 'every server of the directory is down' : problems.join('; ');
    return { kind: 'unavailable', detail };
  }

  #blame(server: DirectoryServer, error: unknown): void {
    const cause = error instanceof NotConnected ? error.cause : error;
    if (cause instanceof ServiceAccountRefused) this.#accountRefusedAt = performance.now();
    else if (!(cause instanceof Saturated) && !isDirectoryAnswer(cause)) server.failed(cause);
  }
}

function oneOf(names: readonly string[]): Found {
  const [bindName] = names;
  if (names.length > 1) {
    return { kind: 'refused', reason: 'directory_logon_refused', detail: 'the filter finds more than one entry' };
  }
  // An entry without a name would make the bind anonymous.
  return bindName === undefined || bindName === '' ? unknownName : { kind: 'found', bindName };
}

function textOf(password: SecretBytes): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(password.expose());
  } catch {
    return undefined;
  }
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : 'failed';
}
