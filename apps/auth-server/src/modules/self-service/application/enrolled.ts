import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import type { ManagedUser } from '../../users/index.ts';
import { describe, methodOfKind, primaryMethods, recoveryCodesLeft } from './factors.ts';
import { type Changed, changeOwn } from './factor-change.ts';
import type { Notice } from './notices.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** What an enrollment led to. */
export interface Enrolled {
  readonly methodId: string;
  readonly kind: string;
  readonly name: string;
  readonly isDefault: boolean;
  /** The new id of the session when this completed the sign-in; empty: it stays. */
  readonly session: string;
  readonly next: readonly string[];
}

/** Why a proof does not count. */
export type Refusal =
  | 'wrong_code'
  | 'code_used'
  | 'clock_off'
  | 'expired'
  | 'too_many_tries'
  | 'not_this_token'
  | 'already_registered'
  | 'not_verified'
  | 'refused';

/** Either what was enrolled, or why it was not. */
export interface EnrollmentOutcome {
  readonly enrolled?: Enrolled;
  readonly refusal: Refusal | '';
  readonly clockMinutes: number;
  readonly attemptsLeft: number;
}

/** A proof that does not count. */
export function refusedEnrollment(refusal: Refusal, more: Partial<EnrollmentOutcome> = {}): EnrollmentOutcome {
  return { refusal, clockMinutes: 0, attemptsLeft: 0, ...more };
}

/** A method that was just proved. */
export interface ProvedMethod {
  readonly id: string;
  readonly kind: 'phone' | 'totp' | 'hotp' | 'passkey';
  readonly name: string;
  readonly detail: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  /** The phone whose place it takes. */
  readonly replaces?: string;
}

/** Stores a method that was proved; the first one completes the sign-in. */
export async function enroll(
  needs: SelfServiceDependencies,
  context: CommandContext,
  method: ProvedMethod,
  store: (tx: Transaction, user: ManagedUser) => Promise<void>,
): Promise<EnrollmentOutcome> {
  const principal = personOf(context);
  const changed = method.replaces === undefined ? [] : [method.replaces];
  const kept = await changeOwn(needs, context, { changed }, async (tx, user) => {
    await store(tx, user);
    const isFirst = primaryMethods(user).length === 0;
    const asked = methodOfKind(method.kind);
    const isDefault = asked !== undefined && (isFirst || user.defaultMethod === undefined);
    if (isDefault) await needs.store.setDefault(tx, user.id, asked, method.id);
    return added(method, isDefault, missing(needs, user, method, isFirst));
  });
  const isCompleting = principal.level === 'enrolling';
  const session = isCompleting ? await needs.sessions.promote(principal, method.id, context.now) : '';
  return { enrolled: { ...kept, next: kept.next, session }, refusal: '', clockMinutes: 0, attemptsLeft: 0 };
}

interface Kept {
  readonly methodId: string;
  readonly kind: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly next: readonly string[];
}

function added(method: ProvedMethod, isDefault: boolean, next: readonly string[]): Changed<Kept> {
  const { id: methodId, kind, name, replaces } = method;
  const event = replaces === undefined ? 'method_added' : 'method_replaced';
  const notice: Notice = { event, what: describe(kind, method.detail) };
  const details = {
    ...method.details,
    authenticatorId: methodId,
    kind,
    name,
    ...(replaces === undefined ? {} : { replaces }),
  };
  return {
    result: { methodId, kind, name, isDefault, next },
    entry: { action: 'authenticator_added', details },
    notice,
  };
}

function missing(
  { settings }: SelfServiceDependencies,
  user: ManagedUser,
  { replaces }: ProvedMethod,
  isFirst: boolean,
): readonly string[] {
  const { portal } = settings.current();
  const hasOne = isFirst || (replaces !== undefined && primaryMethods(user).length === 1);
  const wanted: readonly (readonly [string, boolean])[] = [
    ['backup', hasOne && portal.promptsBackup],
    ['recovery_codes', portal.areRecoveryCodesAllowed && recoveryCodesLeft(user) === 0],
    ['questions', isFirst && portal.questions.count > 0],
  ];
  return wanted.flatMap(([name, applies]) => (applies ? [name] : []));
}
