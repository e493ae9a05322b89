import { timingSafeEqual } from 'node:crypto';
import { uuidv7 } from '@countersign/crypto';
import {
  codeDigits,
  type E164Phone,
  formatPhone,
  generateCode,
  isCallingCodeAllowed,
  isLikelyLandline,
  maskPhone,
  parsePhone,
} from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ManagedUser } from '../../users/index.ts';
import { enroll, type EnrollmentOutcome, refusedEnrollment } from './enrolled.ts';
import { whoMayEnroll } from './may-enroll.ts';
import type { PendingEnrollment } from './ports/pending-enrollments.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** A number to be proved. */
export interface BeginPhoneCommand {
  readonly phone: string;
  readonly name: string;
  /** The phone whose place it takes; empty: it is one more. */
  readonly replaces: string;
}

/** What was sent where. */
export interface BegunPhone {
  readonly enrollmentId: string;
  readonly maskedPhone: string;
  readonly expiresAt: number;
  readonly resendAt: number;
  readonly warning: '' | 'landline';
}

const CODE_DIGITS = 6;
const TRIES = 5;
const RESEND_MILLISECONDS = 30_000;
const TRIES_WINDOW_SECONDS = 900;
const CODE_LABEL = 'enrollment code';
const PRODUCT = 'Countersign';

/** A phone counts once the code that was sent to it came back; until then nothing is stored with the user. */
export class EnrollPhone {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `invalid_request`, `already_exists`, `not_allowed`, `attempts_throttled`, `delivery_unavailable` */
  async begin(command: BeginPhoneCommand, context: CommandContext): Promise<BegunPhone> {
    const { pending, random, settings } = this.#with;
    const user = await whoMayEnroll(this.#with, 'phone', context, command.replaces);
    const phone = this.#acceptable(user, command);
    await this.#refuseHaste(user.id, context.now);
    const code = generateCode(random, CODE_DIGITS);
    const id = uuidv7(new Date(context.now), random);
    const expiresAt = context.now + settings.current().oneTimePasswordLifetimeSeconds * 1000;
    const resendAt = context.now + RESEND_MILLISECONDS;
    await this.#send(user, phone, { id, code, expiresAt }, context.now);
    const facts = {
      number: phone.number,
      extension: phone.extension,
      name: command.name,
      replaces: command.replaces,
      code: this.#hash(id, code),
      resendAt: String(resendAt),
    };
    await pending.put({ id, userId: user.id, kind: 'phone', expiresAt, facts }, context.now);
    const warning = isLikelyLandline(phone) ? 'landline' : '';
    return { enrollmentId: id, maskedPhone: maskPhone(phone), expiresAt, resendAt, warning };
  }

  async confirm(enrollmentId: string, code: string, context: CommandContext): Promise<EnrollmentOutcome> {
    const { pending, authenticators } = this.#with;
    const { userId } = personOf(context);
    const waiting = await pending.find(userId, 'phone');
    if (waiting === undefined || waiting.id !== enrollmentId || waiting.expiresAt <= context.now) {
      return refusedEnrollment('expired');
    }
    const { name = '', replaces = '' } = waiting.facts;
    // Before the code is looked at: without the right to enrol, nothing is learned about it.
    await whoMayEnroll(this.#with, 'phone', context, replaces);
    const refused = await this.#judge(waiting, code);
    if (refused !== undefined) return refused;
    const phone = phoneOf(waiting);
    const outcome = await enroll(
      this.#with,
      context,
      {
        id: waiting.id,
        kind: 'phone',
        name,
        detail: maskPhone(phone),
        details: { phone: maskPhone(phone) },
        ...(replaces === '' ? {} : { replaces }),
      },
      async (tx, user) => {
        this.#refuseKnown(user, phone);
        if (replaces !== '') await authenticators.remove(tx, this.#replaced(user, replaces));
        await authenticators.addPhone(tx, { id: waiting.id, userId, name, phone, at: context.now });
      },
    );
    await pending.remove(waiting);
    return outcome;
  }

  async #judge(waiting: PendingEnrollment, code: string): Promise<EnrollmentOutcome | undefined> {
    const tries = await this.#with.pending.countTry(waiting.userId, waiting.id, TRIES_WINDOW_SECONDS);
    if (tries > TRIES) return refusedEnrollment('too_many_tries');
    const typed = codeDigits(code) ?? '';
    const isRight = timingSafeEqual(Buffer.from(this.#hash(waiting.id, typed)), Buffer.from(waiting.facts.code ?? ''));
    return isRight ? undefined : refusedEnrollment('wrong_code', { attemptsLeft: TRIES - tries });
  }

  #acceptable(user: ManagedUser, { phone: written, replaces }: BeginPhoneCommand): E164Phone {
    const phone = parsePhone(written);
    if (phone === undefined) {
      const message = 'Write the number with its country code, as in +41 79 123 45 67.';
      throw new DomainError('invalid_request', message, { field: 'phone' });
    }
    if (!isCallingCodeAllowed(phone, this.#with.settings.current().textMessageLimits.allowedCallingCodes)) {
      throw new DomainError(
        'not_allowed',
        'Your organisation sends no text messages to this country. Use another number or method.',
        { field: 'phone' },
      );
    }
    this.#refuseKnown(user, phone);
    if (replaces !== '') this.#replaced(user, replaces);
    return phone;
  }

  #refuseKnown(user: ManagedUser, phone: E164Phone): void {
    if (user.authenticators.every((each) => each.phone?.number !== phone.number)) return;
    throw new DomainError('already_exists', 'This number is among your methods already.', { field: 'phone' });
  }

  #replaced(user: ManagedUser, id: string): string {
    if (user.authenticators.some((each) => each.id === id && each.kind === 'phone')) return id;
    throw new DomainError('authenticator_not_found', 'You have no such phone.', { field: 'replaces' });
  }

  async #refuseHaste(userId: string, now: number): Promise<void> {
    const earlier = await this.#with.pending.find(userId, 'phone');
    const resendAt = Number(earlier?.facts.resendAt ?? 0);
    if (resendAt <= now) return;
    const retryAfterSeconds = Math.ceil((resendAt - now) / 1000);
    throw new DomainError('attempts_throttled', 'A code was sent a moment ago: wait before you ask for another one.', {
      retryAfterSeconds,
    });
  }

  async #send(
    user: ManagedUser,
    phone: E164Phone,
    { id, code, expiresAt }: { readonly id: string; readonly code: string; readonly expiresAt: number },
    now: number,
  ): Promise<void> {
    const { textMessages, settings } = this.#with;
    const { portal, language } = settings.current();
    const sent = await textMessages.send({
      authenticationId: id,
      user: { id: user.id },
      phone,
      code,
      applicationName: portal.organisation === '' ? PRODUCT : portal.organisation,
      language: user.languages.text ?? language,
      expiresAt,
      now,
    });
    if (sent.kind === 'queued') return;
    const message = 'Too many text messages were sent to this number or for you: wait, or use another method.';
    throw new DomainError('attempts_throttled', message, { retryAfterSeconds: sent.retryAfterSeconds });
  }

  #hash(id: string, code: string): string {
    return this.#with.keyedHash.hash(CODE_LABEL, id, code).toString('base64url');
  }
}

function phoneOf({ facts }: PendingEnrollment): E164Phone {
  const phone = parsePhone(formatPhone({ number: facts.number ?? '', extension: facts.extension ?? '' }));
  if (phone === undefined) throw new Error('a pending phone without a number');
  return phone;
}
