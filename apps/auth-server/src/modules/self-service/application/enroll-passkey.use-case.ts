import { uuidv7 } from '@countersign/crypto';
import { DomainError, isDomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ManagedUser } from '../../users/index.ts';
import { enroll, type EnrollmentOutcome, refusedEnrollment } from './enrolled.ts';
import { whoMayEnroll } from './may-enroll.ts';
import { passkeyName } from './passkey-name.ts';
import type { PasskeyProof } from './ports/passkey-registrations.ts';
import type { PendingEnrollment } from './ports/pending-enrollments.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** What the browser made, and how it is to be called. */
export interface FinishPasskeyCommand {
  readonly enrollmentId: string;
  readonly responseJson: string;
  readonly name: string;
  readonly platform: string;
  readonly origin: string;
}

const PENDING_MILLISECONDS = 5 * 60_000;
const CHALLENGE_OCTETS = 32;
const PRODUCT = 'Countersign';

/** A passkey is made by the browser and counts once its signature was checked. */
export class EnrollPasskey {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  /** @returns `PublicKeyCredentialCreationOptionsJSON` */
  async begin(
    origin: string,
    context: CommandContext,
  ): Promise<{ readonly enrollmentId: string; readonly optionsJson: string }> {
    const { pending, passkeys, random, settings, store } = this.#with;
    const user = await whoMayEnroll(this.#with, 'passkey', context);
    const rpId = this.#rpIdOf(origin);
    const challenge = Buffer.from(random.bytes(CHALLENGE_OCTETS)).toString('base64url');
    const id = uuidv7(new Date(context.now), random);
    const optionsJson = await passkeys.options({
      userId: user.id,
      userName: user.userName,
      displayName: `${user.firstName} ${user.lastName}`.trim() || user.userName,
      rpId,
      rpName: settings.current().portal.organisation || PRODUCT,
      challenge,
      exclude: await store.passkeys(user.id),
    });
    const expiresAt = context.now + PENDING_MILLISECONDS;
    await pending.put(
      { id, userId: user.id, kind: 'passkey', expiresAt, facts: { challenge, rpId, origin } },
      context.now,
    );
    return { enrollmentId: id, optionsJson };
  }

  async finish(command: FinishPasskeyCommand, context: CommandContext): Promise<EnrollmentOutcome> {
    const { pending, passkeys } = this.#with;
    const { userId } = personOf(context);
    const waiting = await pending.find(userId, 'passkey');
    if (waiting === undefined || !isAnsweredBy(waiting, command, context.now)) return refusedEnrollment('expired');
    const user = await whoMayEnroll(this.#with, 'passkey', context);
    // A challenge is good for one answer, right or wrong.
    await pending.remove(waiting);
    const proof = await passkeys.verify({ responseJson: command.responseJson, ...challengeOf(waiting) });
    if (proof.kind === 'refused') return refusedEnrollment(proof.reason);
    try {
      return await this.#store(waiting, proof, this.#nameOf(user, command, proof.aaguid), context);
    } catch (error) {
      if (isDomainError(error, 'already_exists')) return refusedEnrollment('already_registered');
      throw error;
    }
  }

  async #store(
    { id, userId, facts }: PendingEnrollment,
    proof: Extract<PasskeyProof, { readonly kind: 'proved' }>,
    name: string,
    context: CommandContext,
  ): Promise<EnrollmentOutcome> {
    const { kind: _proved, ...credential } = proof;
    const passkey = { ...credential, id, userId, name, rpId: facts.rpId ?? '', at: context.now };
    const details = { aaguid: proof.aaguid, deviceType: proof.deviceType };
    return await enroll(this.#with, context, { id, kind: 'passkey', name, detail: name, details }, async (tx) => {
      await this.#with.store.addPasskey(tx, passkey);
    });
  }

  #nameOf(user: ManagedUser, { name, platform }: FinishPasskeyCommand, aaguid: string): string {
    const taken = user.authenticators.map((each) => each.name);
    return name === '' ? passkeyName(aaguid, platform, taken) : name;
  }

  /** A passkey belongs to a host: where the portal's address is set, to that one alone. */
  #rpIdOf(origin: string): string {
    const { url } = this.#with.settings.current().portal;
    const wanted = url === '' ? origin : new URL(url).origin;
    if (!URL.canParse(origin) || new URL(origin).origin !== wanted) {
      throw new DomainError('not_allowed', `Passkeys are set up at ${wanted} only: open the portal there.`);
    }
    return new URL(origin).hostname;
  }
}

function isAnsweredBy(
  { id, expiresAt, facts }: PendingEnrollment,
  command: FinishPasskeyCommand,
  now: number,
): boolean {
  return id === command.enrollmentId && expiresAt > now && facts.origin === command.origin;
}

function challengeOf({ facts: { challenge = '', origin = '', rpId = '' } }: PendingEnrollment) {
  return { challenge, origin, rpId };
}
