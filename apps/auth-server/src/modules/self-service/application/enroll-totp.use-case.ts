import { uuidv7 } from '@countersign/crypto';
import {
  decodeBase32,
  encodeBase32,
  type OtpMatch,
  otpauthUri,
  type TotpAuthenticator,
  verifyTotp,
} from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import { seedLocation } from '../../authenticators/index.ts';
import type { ManagedUser } from '../../users/index.ts';
import { enroll, type EnrollmentOutcome, refusedEnrollment } from './enrolled.ts';
import { whoMayEnroll } from './may-enroll.ts';
import type { PendingEnrollment } from './ports/pending-enrollments.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** What the app must learn. */
export interface BegunTotp {
  readonly enrollmentId: string;
  readonly otpauthUri: string;
  readonly secretBase32: string;
  readonly expiresAt: number;
}

const SEED_OCTETS = 20;
const PENDING_MILLISECONDS = 30 * 60_000;
const PERIOD_SECONDS = 30;
const WINDOW_STEPS = 1;
const TRIES = 10;
const TRIES_WINDOW_SECONDS = 1800;
const PRODUCT = 'Countersign';
/** How far off a clock may be to be told so: a good hour, which is a wrong time zone or summer time. */
const SEARCH_ROUNDS = 7;
const SEARCH_WINDOW_STEPS = 10;

/** An authenticator app counts once it has shown one right code; that code counts as used. */
export class EnrollTotp {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  /** The same secret for half an hour, on whichever page or tab it is asked for. */
  async begin(isAnew: boolean, context: CommandContext): Promise<BegunTotp> {
    const { pending, random } = this.#with;
    const user = await whoMayEnroll(this.#with, 'totp', context);
    const fresh: PendingEnrollment = {
      id: uuidv7(new Date(context.now), random),
      userId: user.id,
      kind: 'totp',
      expiresAt: context.now + PENDING_MILLISECONDS,
      facts: { secret: encodeBase32(random.bytes(SEED_OCTETS)) },
    };
    if (isAnew) await pending.put(fresh, context.now);
    const kept = isAnew ? fresh : await pending.putIfNone(fresh, context.now);
    return this.#shown(user, kept);
  }

  async confirm(enrollmentId: string, code: string, name: string, context: CommandContext): Promise<EnrollmentOutcome> {
    const { pending, floors } = this.#with;
    const { userId } = personOf(context);
    const waiting = await pending.find(userId, 'totp');
    if (waiting === undefined || waiting.id !== enrollmentId || waiting.expiresAt <= context.now) {
      return refusedEnrollment('expired');
    }
    await whoMayEnroll(this.#with, 'totp', context);
    const tries = await pending.countTry(userId, waiting.id, TRIES_WINDOW_SECONDS);
    if (tries > TRIES) return refusedEnrollment('too_many_tries');
    const device = deviceOf(waiting);
    const { lastAccepted } = await floors.read(waiting.id);
    const match = verifyTotp(device, code, { ...momentOf(context.now, WINDOW_STEPS), lastAccepted });
    if (match.kind === 'replayed') return refusedEnrollment('code_used');
    if (match.kind !== 'match') return this.#refused(device, code, context.now, TRIES - tries);
    // Claimed before the method is there: the code that proved it opens nothing else.
    await floors.raise(waiting.id, match.value);
    const outcome = await this.#store(waiting, match, name, context);
    await pending.remove(waiting);
    return outcome;
  }

  #refused(device: TotpAuthenticator, code: string, now: number, attemptsLeft: number): EnrollmentOutcome {
    const clockMinutes = minutesOff(device, code, now);
    return clockMinutes === undefined
      ? refusedEnrollment('wrong_code', { attemptsLeft })
      : refusedEnrollment('clock_off', { clockMinutes, attemptsLeft });
  }

  async #store(
    waiting: PendingEnrollment,
    match: Extract<OtpMatch, { readonly kind: 'match' }>,
    written: string,
    context: CommandContext,
  ): Promise<EnrollmentOutcome> {
    const { authenticators, secrets } = this.#with;
    const name = written === '' ? 'Authenticator app' : written;
    const { id, userId } = waiting;
    const parameters = { algorithm: 'SHA1', digits: 6, periodSeconds: PERIOD_SECONDS } as const;
    const stored = {
      ...({ id, userId, kind: 'totp', name, serialNumber: undefined, parameters, at: context.now } as const),
      secret: secrets.seal(seedOf(waiting), seedLocation(id)),
      driftSteps: match.driftSteps ?? 0,
      lastAccepted: match.value,
    };
    return await enroll(this.#with, context, { id, kind: 'totp', name, detail: '' }, async (tx) => {
      await authenticators.addOath(tx, [stored]);
    });
  }

  #shown(user: ManagedUser, { id, facts, expiresAt, ...rest }: PendingEnrollment): BegunTotp {
    const { organisation } = this.#with.settings.current().portal;
    const seed = seedOf({ id, facts, expiresAt, ...rest });
    const parts = {
      kind: 'totp',
      issuer: organisation || PRODUCT,
      accountName: user.userName,
      seed,
      algorithm: 'SHA1',
      digits: 6,
      periodSeconds: PERIOD_SECONDS,
    } as const;
    return { enrollmentId: id, otpauthUri: otpauthUri(parts), secretBase32: facts.secret ?? '', expiresAt };
  }
}

function seedOf({ facts }: PendingEnrollment): SecretBytes {
  const octets = decodeBase32(facts.secret ?? '');
  if (octets === undefined) throw new Error('a pending app without a secret');
  return new SecretBytes(octets);
}

function deviceOf(waiting: PendingEnrollment): TotpAuthenticator {
  return {
    id: waiting.id,
    kind: 'totp',
    state: 'pending',
    seed: seedOf(waiting),
    algorithm: 'SHA1',
    digits: 6,
    periodSeconds: PERIOD_SECONDS,
    driftSteps: 0,
    lastAcceptedTimeStep: -1,
  };
}

function momentOf(now: number, windowSteps: number) {
  return { now, windowSteps, lastAccepted: -1, notBefore: 0 };
}

/** By how many minutes the clock of the device is ahead of ours, when that is why the code is wrong. */
function minutesOff(device: TotpAuthenticator, code: string, now: number): number | undefined {
  const ourStep = Math.floor(now / (PERIOD_SECONDS * 1000));
  const width = (2 * SEARCH_WINDOW_STEPS + 1) * PERIOD_SECONDS * 1000;
  const rounds = Array.from({ length: 2 * SEARCH_ROUNDS + 1 }, (_, index) => index - SEARCH_ROUNDS);
  for (const round of rounds.sort((one, other) => Math.abs(one) - Math.abs(other))) {
    const match = verifyTotp(device, code, momentOf(now + round * width, SEARCH_WINDOW_STEPS));
    if (match.kind === 'match') return Math.round(((match.value - ourStep) * PERIOD_SECONDS) / 60) || undefined;
  }
  return undefined;
}
