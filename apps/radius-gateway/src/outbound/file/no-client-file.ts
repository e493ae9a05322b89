import type { ClientSnapshot, ClientSnapshotStore } from '../../application/ports/client-configuration.ts';

/** For a gateway that keeps no list over a restart. */
export class NoClientFile implements ClientSnapshotStore {
  load(): ClientSnapshot | undefined {
    return undefined;
  }

  save(): void {}
}
