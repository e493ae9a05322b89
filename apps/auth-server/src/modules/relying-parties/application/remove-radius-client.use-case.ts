import type { CommandContext } from '../../../platform/command-context.ts';
import { lockClient } from './lock-client.ts';
import type { RelyingPartyDependencies } from './relying-party-dependencies.ts';

/** Removes a RADIUS client and its relying party. */
export class RemoveRadiusClient {
  readonly #with: RelyingPartyDependencies;

  constructor(dependencies: RelyingPartyDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `not_found` */
  async execute(id: string, context: CommandContext): Promise<void> {
    const { unitOfWork, clients, announcer } = this.#with;
    await unitOfWork.run(context, async (tx) => {
      const client = await lockClient(clients, tx, id);
      await clients.remove(tx, client);
      tx.journal({ action: 'radius_client_removed', relyingParty: client.name, details: { network: client.network } });
      return {};
    });
    await announcer.announce('radius-clients');
  }
}
