import { type EnrollableKind, maskPhone } from '@countersign/domain';
import { DomainError, isDomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ManagedUser } from '../../users/index.ts';
import { primaryMethods, recoveryCodesLeft } from './factors.ts';
import { type PortalPolicy, portalPolicy, storedKinds } from './portal-policy.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** A kind that may be enrolled now. */
export interface Enrollable {
  readonly kind: EnrollableKind;
  readonly isRecommended: boolean;
  readonly traits: readonly string[];
  readonly have: number;
  readonly most: number;
}

/** What somebody may enrol, and until when it may wait. */
export interface EnrollmentOptions {
  readonly kinds: readonly Enrollable[];
  readonly isFirst: boolean;
  readonly deadlineAt: number;
  readonly canPostpone: boolean;
  readonly organisation: string;
  readonly helpContact: string;
  readonly backupKind: string;
  readonly isBackupRequired: boolean;
  readonly hasRecoveryCodes: boolean;
  readonly questionsMissing: number;
  readonly knownPhones: readonly string[];
  readonly callingCodes: readonly string[];
  readonly policy: PortalPolicy;
}

const DAY_MILLISECONDS = 86_400_000;
const TRAITS: Readonly<Record<EnrollableKind, readonly string[]>> = {
  passkey: ['phishing_resistant', 'free'],
  totp: ['works_offline', 'free'],
  token: ['works_offline', 'needs_device'],
  phone: ['needs_network'],
};
/** A backup that fails for another reason than the first method: a phone for a computer's passkey, an app for a number. */
const BACKUP_ORDER: readonly EnrollableKind[] = ['totp', 'phone', 'passkey', 'token'];

/** Says what somebody may enrol now, and keeps the date until which it may wait. */
export class GetEnrollment {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async execute(context: CommandContext): Promise<EnrollmentOptions> {
    const { finder, store, settings } = this.#with;
    const { userId } = personOf(context);
    const [user, facts] = await Promise.all([finder.find(userId, undefined), store.facts(userId)]);
    const company = settings.current();
    const policy = portalPolicy(company);
    const kinds = enrollable(user, policy, company.portal.mostPerKind);
    const isFirst = primaryMethods(user).length === 0;
    const deadlineAt = isFirst ? await this.#deadline(user, facts.enrollmentDeadlineAt, context) : 0;
    const answered = facts.answeredQuestions.length;
    return {
      kinds,
      isFirst,
      deadlineAt,
      canPostpone: deadlineAt > context.now,
      organisation: company.portal.organisation,
      helpContact: company.portal.helpContact,
      backupKind: backupFor(user, kinds),
      isBackupRequired: company.portal.isBackupRequired,
      hasRecoveryCodes: recoveryCodesLeft(user) > 0,
      questionsMissing: Math.max(0, company.portal.questions.count - answered),
      knownPhones: user.authenticators.flatMap(({ phone }) => (phone === undefined ? [] : [maskPhone(phone)])),
      callingCodes: company.textMessageLimits.allowedCallingCodes,
      policy,
    };
  }

  /** "Not now." It opens nothing: the person stays where they are. @returns until when it can be said */
  async postpone(context: CommandContext): Promise<number> {
    const { deadlineAt, canPostpone } = await this.execute(context);
    if (canPostpone) return deadlineAt;
    throw new DomainError('not_allowed', 'The enrollment cannot wait any longer: add a sign-in method now.');
  }

  /** Counted from the first time that somebody is asked; 0 without a grace period. */
  async #deadline(user: ManagedUser, known: number, context: CommandContext): Promise<number> {
    const { settings, store, unitOfWork } = this.#with;
    const days = settings.current().portal.enrollmentGraceDays;
    if (days === 0) return 0;
    if (known !== 0) return known;
    const deadlineAt = context.now + days * DAY_MILLISECONDS;
    try {
      const { idempotencyKey: _key, requestHash: _hash, ...once } = context;
      await unitOfWork.run(once, async (tx) => {
        await store.setDeadline(tx, user.id, deadlineAt, context.now);
        tx.journal({
          action: 'enrollment_deadline_set',
          userId: user.id,
          userName: user.userName,
          details: { deadlineAt },
        });
        return {};
      });
    } catch (error) {
      // Asked again when the master is back; the period begins then.
      if (!isDomainError(error, 'master_offline')) throw error;
    }
    return deadlineAt;
  }
}

function enrollable(user: ManagedUser, policy: PortalPolicy, most: number): readonly Enrollable[] {
  const allowed = policy.kinds.filter(
    (kind) => kind !== 'phone' || policy.canChangePhone || primaryMethods(user).length === 0,
  );
  const open = allowed
    .map((kind) => {
      const have = user.authenticators.filter((each) => storedKinds(kind).includes(each.kind)).length;
      return { kind, have, most, traits: TRAITS[kind] };
    })
    .filter(({ have }) => have < most);
  return open.map((each, index) => ({ ...each, isRecommended: index === 0 }));
}

function backupFor(user: ManagedUser, kinds: readonly Enrollable[]): string {
  const primary = primaryMethods(user);
  if (primary.length !== 1) return '';
  const other = BACKUP_ORDER.find(
    (kind) => kinds.some((each) => each.kind === kind) && !storedKinds(kind).includes(primary[0]?.kind ?? ''),
  );
  return other ?? kinds[0]?.kind ?? '';
}
