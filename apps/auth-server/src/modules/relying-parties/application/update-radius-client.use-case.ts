import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { lockClient } from './lock-client.ts';
import type { RadiusClient, RadiusClientFields } from './ports/radius-client.ts';
import type { RelyingPartyDependencies } from './relying-party-dependencies.ts';

/** A RADIUS client as it shall be. */
export interface UpdateRadiusClientCommand {
  readonly id: string;
  /** The version that was read; 0: whatever it is. */
  readonly version: number;
  readonly fields: RadiusClientFields;
}

/** Changes a RADIUS client and its policy. */
export class UpdateRadiusClient {
  readonly #with: RelyingPartyDependencies;

  constructor(dependencies: RelyingPartyDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `not_found`, `version_conflict`, `already_exists` */
  async execute({ id, version, fields }: UpdateRadiusClientCommand, context: CommandContext): Promise<RadiusClient> {
    const { unitOfWork, clients, announcer } = this.#with;
    const changed = await unitOfWork.run(context, async (tx) => {
      const before = await lockClient(clients, tx, id);
      if (version !== 0 && version !== before.version) {
        throw new DomainError(
          'version_conflict',
          `The RADIUS client ${before.name} was changed meanwhile (version ${before.version}).`,
        );
      }
      await clients.change(tx, before, fields, context.now);
      tx.journal({
        action: 'radius_client_changed',
        relyingParty: fields.name,
        details: { fields: changedFields(before, fields), network: fields.network },
      });
      const { secretChangedAt, previousSecretRetiresAt, relyingPartyId } = before;
      return { ...fields, id, relyingPartyId, version: before.version + 1, secretChangedAt, previousSecretRetiresAt };
    });
    await announcer.announce('radius-clients');
    return changed;
  }
}

function changedFields(before: RadiusClientFields, after: RadiusClientFields): readonly string[] {
  const names = Object.keys(after) as (keyof RadiusClientFields)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
