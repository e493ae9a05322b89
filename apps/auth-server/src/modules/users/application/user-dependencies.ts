import type { RandomSource } from '@countersign/crypto';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { Administrators } from '../../administration/index.ts';
import type { LocalPasswordHasher } from '../../directory/index.ts';
import type { CompanySettingsSource } from '../../policies/index.ts';
import type { UserRepository } from './ports/user-repository.ts';
import type { UserStandings } from './ports/user-standings.ts';

/** What the use cases of this module work with. */
export interface UserDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly users: UserRepository;
  readonly standings: UserStandings;
  readonly hasher: LocalPasswordHasher;
  readonly settings: CompanySettingsSource;
  readonly random: RandomSource;
  readonly administrators: Administrators;
}
