import type { RandomSource } from '@countersign/crypto';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { UserFinder } from '../../users/index.ts';
import type { AdministratorRepository } from './ports/administrator-repository.ts';

/** What the use cases of this module work with. */
export interface AdministratorDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly administrators: AdministratorRepository;
  readonly users: UserFinder;
  readonly random: RandomSource;
}
