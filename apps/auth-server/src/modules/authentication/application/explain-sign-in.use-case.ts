import {
  type AdvanceContext,
  type CanonicalUserName,
  type Explanation,
  explainSignIn,
  isCallingCodeAllowed,
  lookupNames,
  methodsOf,
  receiveAuthentication,
  usableMethods,
  type User,
} from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { AuthenticateDependencies } from './authenticate.use-case.ts';

/** Whose sign-in, where, and from which address. */
export interface ExplainQuestion {
  readonly userName: string;
  readonly relyingPartyId: string;
  /** Empty: not known. */
  readonly clientAddress: string;
}

/** What would happen, with the facts that it rests on. */
export interface ExplainedSignIn {
  readonly explanation: Explanation;
  readonly context: AdvanceContext;
  /** What the user has, and what of it the relying party allows. */
  readonly methods: readonly string[];
  readonly usable: readonly string[];
}

/** What {@link ExplainSignIn} needs: the same sources as a real sign-in, so that it rests on the same facts. */
export type ExplainSignInDependencies = Pick<
  AuthenticateDependencies,
  'relyingParties' | 'settings' | 'users' | 'store' | 'codeHashes' | 'newId'
>;

/** Tells what a sign-in would lead to now, by the real machine on the real facts, without doing anything. */
export class ExplainSignIn {
  readonly #needs: ExplainSignInDependencies;

  constructor(dependencies: ExplainSignInDependencies) {
    this.#needs = dependencies;
  }

  /** @throws DomainError `not_found` for an unknown relying party, `unavailable` when the facts cannot be read */
  async execute({ userName, relyingPartyId, clientAddress }: ExplainQuestion): Promise<ExplainedSignIn> {
    const relyingParty = this.#needs.relyingParties.get(relyingPartyId);
    if (relyingParty === undefined) throw new DomainError('not_found', 'There is no application with this id.');
    const names = lookupNames(userName, this.#needs.settings.current().userNameDomains);
    const { user, loaded } = await this.#facts(names);
    const context: AdvanceContext = {
      user,
      relyingParty,
      settings: this.#needs.settings.current(),
      facts: loaded.facts,
      now: loaded.now,
      timeStepsAfter: loaded.generation.recoveredAt,
      hashSentCode: this.#needs.codeHashes.sentCode,
      hashRecoveryCode: this.#needs.codeHashes.recoveryCode,
    };
    const authentication = receiveAuthentication({
      id: this.#needs.newId(),
      userId: user?.id,
      userName: names[0] ?? ('' as CanonicalUserName),
      relyingPartyId,
      clientAddress,
      callingStation: '',
      startedAt: loaded.now,
      revocations: loaded.facts.revocations,
    });
    const assumed = { password: assumedPassword(context), textMessage: assumedDelivery(context) };
    return {
      explanation: explainSignIn(authentication, context, assumed),
      context,
      methods: user === undefined ? [] : methodsOf(user),
      usable: usableMethods(context),
    };
  }

  async #facts(names: readonly CanonicalUserName[]) {
    for (let round = 0; ; round += 1) {
      const user = names.length === 0 ? undefined : await this.#needs.users.find(names);
      const loaded = await this.#needs.store.load({
        userId: user?.id,
        requestKey: this.#needs.newId(),
        handle: '',
        authenticatorIds: (user?.authenticators ?? []).map(({ id }) => id),
      });
      if (user === undefined || user.version >= loaded.leastUserVersion || round > 0) return { user, loaded };
      await this.#needs.users.refresh(names, loaded.leastUserVersion);
    }
  }
}

/** Nobody can type the right password of a user who has none. */
function assumedPassword({ user, relyingParty }: AdvanceContext): 'verified' | 'password_wrong' {
  const isMissing = relyingParty.policy.passwordSource === 'local' && user?.passwordHash === undefined;
  return isMissing ? 'password_wrong' : 'verified';
}

function assumedDelivery({ user, settings }: AdvanceContext): 'queued' | 'delivery_limited' {
  const phone = activePhone(user);
  const isAllowed = phone === undefined || isCallingCodeAllowed(phone, settings.textMessageLimits.allowedCallingCodes);
  return isAllowed ? 'queued' : 'delivery_limited';
}

function activePhone(user: User | undefined) {
  const found = user?.authenticators.find((one) => one.kind === 'phone' && one.state === 'active');
  return found?.kind === 'phone' ? found.phone : undefined;
}
