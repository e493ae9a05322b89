import { checkPin, type E164Phone, type PinProblem } from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { ManagedUser } from '../../users/index.ts';
import { changeOwn } from './factor-change.ts';
import { forbidden } from './manage-methods.use-case.ts';
import { personOf, requireProof } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** A rule of PINs as data. */
export interface PinRule {
  readonly code: PinProblem['code'];
  readonly limit: number;
  /** Whether a page can check it while somebody types. */
  readonly isLive: boolean;
}

/** The rules in force and where the person's PIN stands. */
export interface OwnPinRules {
  readonly rules: readonly PinRule[];
  readonly hasPin: boolean;
  readonly isChangeRequired: boolean;
  readonly forbiddenPieces: readonly string[];
}

const PIECE_LENGTH = 4;
const TRIES = 10;
const TRIES_WINDOW_SECONDS = 900;

/** The PIN of the person who asks. */
export class OwnPin {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async rules(context: CommandContext): Promise<OwnPinRules> {
    const { finder, settings } = this.#with;
    const user = await finder.find(personOf(context).userId, undefined);
    const { minimumLength, maximumLength, historyDepth } = settings.current().pinRules;
    const live = (code: PinProblem['code'], limit = 0): PinRule => ({ code, limit, isLive: true });
    return {
      rules: [
        live('not_digits'),
        live('too_short', minimumLength),
        live('too_long', maximumLength),
        live('same_digits'),
        live('sequential_digits'),
        live('part_of_phone_number'),
        { code: 'too_common', limit: 0, isLive: false },
        ...(historyDepth > 0 ? [{ code: 'used_recently', limit: historyDepth, isLive: false } as const] : []),
      ],
      hasPin: user.hasPin,
      isChangeRequired: user.isPinChangeRequired,
      forbiddenPieces: piecesOf(phonesOf(user)),
    };
  }

  /** @returns the rules that the PIN breaks; empty: it is set */
  async set(pin: string, context: CommandContext): Promise<readonly string[]> {
    const { finder, settings, users, hasher } = this.#with;
    const { portal, pinRules } = settings.current();
    const user = await finder.find(personOf(context).userId, undefined);
    if (!portal.isPinChangeAllowed) throw forbidden('change your PIN');
    requireProof(context, user);
    const problems = checkPin(pin, { rules: pinRules, phones: phonesOf(user) });
    if (problems.length > 0) return problems.map(({ code }) => code);
    if (await this.#isRecent(user.id, pin)) return ['used_recently'];
    const pinHash = await hasher.hash({ kind: 'pin', userId: user.id, secret: SecretBytes.fromText(pin) });
    await changeOwn(this.#with, context, {}, async (tx, { isOathPinMode }) => {
      const change = { userId: user.id, pinHash, isChangeRequired: false, isOathPinMode, changedAt: context.now };
      await users.setPin(tx, { ...change, historyDepth: pinRules.historyDepth });
      return {
        result: {},
        entry: { action: 'pin_set', details: { isChangeRequired: false, isOathPinMode, isGenerated: false } },
        notice: { event: 'pin_set', what: { en: '', fr: '' } },
        endsOthers: true,
      };
    });
    return [];
  }

  async #isRecent(userId: string, pin: string): Promise<boolean> {
    const { users, settings, hasher, pending } = this.#with;
    const tries = await pending.countTry(userId, 'pin', TRIES_WINDOW_SECONDS);
    if (tries > TRIES) {
      throw new DomainError('attempts_throttled', 'Many PINs were tried: wait a while.', {
        retryAfterSeconds: TRIES_WINDOW_SECONDS,
      });
    }
    const secret = SecretBytes.fromText(pin);
    for (const stored of await users.pinHashes(userId, settings.current().pinRules.historyDepth)) {
      if (await hasher.verify({ kind: 'pin', userId, secret }, stored)) return true;
    }
    return false;
  }
}

function phonesOf({ authenticators }: ManagedUser): readonly E164Phone[] {
  return authenticators.flatMap(({ phone }) => (phone === undefined ? [] : [phone]));
}

/** Every piece of a person's own numbers that a PIN may not hold. */
function piecesOf(phones: readonly E164Phone[]): readonly string[] {
  const texts = phones.flatMap(({ number, extension }) => [number.replace(/\D/g, ''), extension]);
  const pieces = texts.flatMap((text) =>
    Array.from({ length: Math.max(0, text.length - PIECE_LENGTH + 1) }, (_, at) => text.slice(at, at + PIECE_LENGTH)),
  );
  return [...new Set(pieces)];
}
