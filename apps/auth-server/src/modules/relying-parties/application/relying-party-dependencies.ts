import type { RandomSource } from '@countersign/crypto';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { ChangeAnnouncer, SealedSecrets } from '../../administration/index.ts';
import type { RadiusClientRepository } from './ports/radius-client-repository.ts';

/** What the use cases of this module work with. */
export interface RelyingPartyDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly clients: RadiusClientRepository;
  readonly secrets: SealedSecrets;
  readonly announcer: ChangeAnnouncer;
  readonly random: RandomSource;
}
