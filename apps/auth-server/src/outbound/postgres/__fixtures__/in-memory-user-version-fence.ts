import { DomainError } from '@countersign/errors';
import type { UserVersionFence } from '../user-version-fence.ts';

/** The fence of one process; `isDown` makes it fail as Redis would. */
export class InMemoryUserVersionFence implements UserVersionFence {
  readonly versions = new Map<string, number>();
  isDown = false;

  async raise(userId: string, version: number): Promise<void> {
    await this.#answer();
    this.versions.set(userId, Math.max(version, this.versions.get(userId) ?? 0));
  }

  async settle(userId: string, version: number): Promise<void> {
    await this.#answer();
    if ((this.versions.get(userId) ?? 0) > version) this.versions.set(userId, version);
  }

  async #answer(): Promise<void> {
    if (this.isDown) await Promise.reject(new DomainError('unavailable', 'Redis does not answer'));
  }
}
