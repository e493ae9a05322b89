import { maskPhone, parsePhone } from '@countersign/domain';
import type { CommandContext } from '../../../platform/command-context.ts';
import { recoveryCodesLeft } from './factors.ts';
import { type OwnMethod, ownMethods, warningsOf } from './own-method.ts';
import { type PortalPolicy, portalPolicy } from './portal-policy.ts';
import { PENDING_KINDS, type PendingEnrollment } from './ports/pending-enrollments.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** Everything at a glance. */
export interface Overview {
  readonly userName: string;
  readonly displayName: string;
  readonly pending: readonly {
    readonly enrollmentId: string;
    readonly kind: string;
    readonly detail: string;
    readonly expiresAt: number;
  }[];
  readonly active: readonly OwnMethod[];
  readonly off: readonly OwnMethod[];
  readonly warnings: readonly string[];
  readonly recoveryCodesLeft: number;
  readonly policy: PortalPolicy;
}

/** Shows somebody their own methods. Works while the master is offline. */
export class GetOverview {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async execute(context: CommandContext): Promise<Overview> {
    const { finder, store, pending, settings } = this.#with;
    const { userId } = personOf(context);
    const [user, facts, waiting] = await Promise.all([
      finder.find(userId, undefined),
      store.facts(userId),
      Promise.all(PENDING_KINDS.map(async (kind) => await pending.find(userId, kind))),
    ]);
    const policy = portalPolicy(settings.current());
    const methods = ownMethods(user, facts, policy);
    return {
      userName: user.userName,
      displayName: `${user.firstName} ${user.lastName}`.trim() || user.userName,
      pending: waiting.flatMap((each) => (each === undefined || each.kind === 'passkey' ? [] : [toPending(each)])),
      active: methods.filter(({ state }) => state === 'active'),
      off: methods.filter(({ state }) => state === 'off'),
      warnings: warningsOf(user, methods, policy),
      recoveryCodesLeft: recoveryCodesLeft(user),
      policy,
    };
  }
}

function toPending({ id, kind, expiresAt, facts }: PendingEnrollment) {
  const phone = kind === 'phone' ? parsePhone(facts.number ?? '') : undefined;
  return { enrollmentId: id, kind, detail: phone === undefined ? '' : maskPhone(phone), expiresAt };
}
