import type { SharedEpoch } from '../epoch-keeper.ts';

/** The shared epoch of several servers in one process; `isDown` makes it fail as Redis would. */
export class InMemorySharedEpoch implements SharedEpoch {
  epoch = 0;
  isDown = false;

  async read(): Promise<number> {
    return await (this.isDown ? Promise.reject(new Error('no Redis')) : Promise.resolve(this.epoch));
  }

  async raise(epoch: number): Promise<number> {
    this.epoch = this.isDown ? this.epoch : Math.max(this.epoch, epoch);
    return await this.read();
  }
}
