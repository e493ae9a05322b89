import type { serversV1 } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import type { Clock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/database.ts';
import { masterOf } from '../../application/master-of.ts';
import type { ServerDirectory } from '../../application/ports/server-directory.ts';
import type { ServerRegistry } from '../../application/server-registry.ts';

/** What {@link ServiceStateGrpc} needs. */
export interface ServiceStateParts {
  readonly directory: ServerDirectory;
  readonly database: Database;
  readonly registry: ServerRegistry;
  readonly clock: Clock;
  /** The name of this server. */
  readonly server: string;
}

/** `ServiceStateService` on the wire: whether changes are possible, for every page of the doors. */
export class ServiceStateGrpc {
  readonly #parts: ServiceStateParts;

  constructor(parts: ServiceStateParts) {
    this.#parts = parts;
  }

  handlers(): ServiceImplementation<typeof serversV1.ServiceStateServiceDefinition> {
    const { directory, database, registry, clock, server } = this.#parts;
    return {
      getServiceState: async (_, { caller }) => {
        registry.heard(caller.service, caller.instance ?? caller.service);
        const { kind, primary } = database.mode();
        // Without Redis the name of the database stands for the name of its server.
        const servers = primary === undefined ? [] : await directory.list().catch(() => []);
        return { mode: kind, master: masterOf(servers, primary, clock.now()), server };
      },
    };
  }
}
