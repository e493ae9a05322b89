import type { KeyedHash, RandomSource } from '@countersign/crypto';
import type { UnitOfWork } from '../../../platform/database.ts';
import type { SealedSecrets } from '../../administration/index.ts';
import type { AcceptedFloors, AuthenticatorRepository } from '../../authenticators/index.ts';
import type { TextMessages } from '../../delivery/index.ts';
import type { LocalPasswordHasher } from '../../directory/index.ts';
import type { CompanySettingsSource } from '../../policies/index.ts';
import type { UserFinder, UserRepository, UserStandings } from '../../users/index.ts';
import type { Notices } from './notices.ts';
import type { OwnSessions } from './ports/own-sessions.ts';
import type { PasskeyRegistrations } from './ports/passkey-registrations.ts';
import type { PendingEnrollments } from './ports/pending-enrollments.ts';
import type { SelfServiceStore } from './ports/self-service-store.ts';

/** What the use cases of this module work with. */
export interface SelfServiceDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly finder: UserFinder;
  readonly users: UserRepository;
  readonly standings: UserStandings;
  readonly authenticators: AuthenticatorRepository;
  readonly floors: AcceptedFloors;
  readonly store: SelfServiceStore;
  readonly pending: PendingEnrollments;
  readonly passkeys: PasskeyRegistrations;
  readonly sessions: OwnSessions;
  readonly notices: Notices;
  readonly textMessages: TextMessages;
  readonly hasher: LocalPasswordHasher;
  readonly settings: CompanySettingsSource;
  readonly secrets: SealedSecrets;
  readonly keyedHash: KeyedHash;
  readonly random: RandomSource;
}
