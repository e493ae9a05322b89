import type { RpcServiceDefinition } from '@countersign/contracts';
import type { RpcCallOptions, RpcClient } from '@countersign/rpc';

/** The core as commands see it: connected on first use, to the first server that answers. */
export interface Core {
  /** The calls of a service. Pass `changing()` to every call that changes something. */
  service<D extends RpcServiceDefinition>(definition: D): Promise<RpcClient<D>>;
  /** Options of a call that reads. */
  reading(): RpcCallOptions;
  /** Options of a call that changes something: operator, idempotency key, and time enough to make it. */
  changing(): RpcCallOptions;
  /** Options of a call that takes long: a file, a new key for every record. */
  lengthy(): RpcCallOptions;
  close(): void;
}
