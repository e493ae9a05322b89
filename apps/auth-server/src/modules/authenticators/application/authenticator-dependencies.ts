import type { KeyedHash, RandomSource } from '@countersign/crypto';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { SealedSecrets } from '../../administration/index.ts';
import type { UserFinder } from '../../users/index.ts';
import type { AcceptedFloors } from './ports/accepted-floors.ts';
import type { TokenList } from './ports/token-list.ts';
import type { AuthenticatorRepository } from './ports/authenticator-repository.ts';

/** What the use cases of this module work with. */
export interface AuthenticatorDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly authenticators: AuthenticatorRepository;
  readonly floors: AcceptedFloors;
  readonly tokens: TokenList;
  readonly users: UserFinder;
  readonly secrets: SealedSecrets;
  readonly keyedHash: KeyedHash;
  readonly random: RandomSource;
}
