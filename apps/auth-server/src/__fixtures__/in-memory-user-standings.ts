import { DomainError } from '@countersign/errors';
import type { Standing, StandingCommand, UserStandings } from '../modules/users/index.ts';

const NOTHING: Standing = { lockedUntil: 0, blockedUntil: 0, blockReason: '', bypassUntil: 0, failedAttempts: 0 };

/** Standings in the memory of a test; `isDown` makes them fail as Redis would. */
export class InMemoryUserStandings implements UserStandings {
  readonly standings = new Map<string, Standing>();
  readonly commands: { readonly what: string; readonly actor: string; readonly reason?: string }[] = [];
  isDown = false;

  async block(command: StandingCommand & { readonly until: number; readonly reason: string }): Promise<void> {
    await this.#change('block', command, { blockedUntil: command.until, blockReason: command.reason });
  }

  async unblock(command: StandingCommand & { readonly reason: string }): Promise<void> {
    await this.#change('unblock', command, { blockedUntil: 0, blockReason: '' });
  }

  async unlock(command: StandingCommand): Promise<void> {
    await this.#change('unlock', command, { lockedUntil: 0, failedAttempts: 0 });
  }

  async grantBypass(
    command: StandingCommand & { readonly until: number; readonly bypassId: string; readonly reason: string },
  ): Promise<void> {
    await this.#change('bypass', command, { bypassUntil: command.until });
  }

  async revokeBypass(command: StandingCommand & { readonly reason: string }): Promise<void> {
    await this.#change('revoke bypass', command, { bypassUntil: 0 });
  }

  async read(): Promise<ReadonlyMap<string, Standing>> {
    await this.#answer();
    return this.standings;
  }

  clear(): void {
    this.standings.clear();
    this.commands.length = 0;
    this.isDown = false;
  }

  async #change(what: string, command: StandingCommand & { readonly reason?: string }, change: Partial<Standing>): Promise<void> {
    await this.#answer();
    this.standings.set(command.userId, { ...NOTHING, ...this.standings.get(command.userId), ...change });
    this.commands.push({ what, actor: command.actor, reason: command.reason });
  }

  async #answer(): Promise<void> {
    if (this.isDown) await Promise.reject(new DomainError('unavailable', 'Redis does not answer'));
  }
}
