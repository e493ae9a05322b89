import {
  type Authenticator,
  authenticatorFromParts,
  type OtpMatch,
  resyncHotp,
  resyncTotp,
  valueOrThrow,
} from '@countersign/domain';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction } from '../../../platform/database.ts';
import { type AuthenticatorRow, seedLocation } from '../../authenticators/index.ts';
import { enroll, type EnrollmentOutcome, refusedEnrollment } from './enrolled.ts';
import { whoMayEnroll } from './may-enroll.ts';
import { personOf } from './require-proof.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** A token and two codes that follow each other on it. */
export interface AddTokenCommand {
  readonly serialNumber: string;
  readonly firstCode: string;
  readonly secondCode: string;
  readonly name: string;
}

const TRIES = 5;
const TRIES_WINDOW_SECONDS = 900;
const WINDOW_STEPS = 1;

/** The transaction is given up: this token is not proved. */
class NotThisToken extends Error {}

/** Takes a hardware token of the company's stock. Which serial numbers there are is not told. */
export class EnrollToken {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async execute(command: AddTokenCommand, context: CommandContext): Promise<EnrollmentOutcome> {
    await whoMayEnroll(this.#with, 'token', context);
    const tries = await this.#with.pending.countTry(personOf(context).userId, 'token', TRIES_WINDOW_SECONDS);
    if (tries > TRIES) return refusedEnrollment('too_many_tries');
    try {
      return await this.#bind(command, context);
    } catch (error) {
      // One answer for an unknown number, somebody else's token and wrong codes.
      if (error instanceof NotThisToken) return refusedEnrollment('not_this_token', { attemptsLeft: TRIES - tries });
      throw error;
    }
  }

  async #bind({ serialNumber, firstCode, secondCode, name: written }: AddTokenCommand, context: CommandContext) {
    const row = await this.#with.unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      const found = await this.#free(tx, serialNumber);
      return { id: found.id, kind: found.kind as 'totp' | 'hotp' };
    });
    const name = written === '' ? serialNumber : written;
    const method = { id: row.id, kind: row.kind, name, detail: serialNumber, details: { serialNumber } };
    let match: Extract<OtpMatch, { readonly kind: 'match' }> | undefined;
    return await enroll(this.#with, context, method, async (tx, user) => {
      const { authenticators, floors, store } = this.#with;
      const free = await this.#free(tx, serialNumber);
      // The transaction may be tried again, when our own claim would make the codes look used.
      match ??= await this.#search(free, firstCode, secondCode, context.now);
      await floors.raise(free.id, match.value);
      await authenticators.bind(tx, free.id, user.id, context.now);
      await authenticators.moveTo(tx, free.id, match.value, match.driftSteps ?? 0);
      await store.rename(tx, free.id, name);
    });
  }

  async #free(tx: Transaction, serialNumber: string): Promise<AuthenticatorRow> {
    const row = await this.#with.authenticators.lockBySerial(tx, serialNumber);
    const isFree = row !== undefined && row.userId === undefined && row.state === 'active';
    if (!isFree || (row.kind !== 'totp' && row.kind !== 'hotp')) throw new NotThisToken();
    return row;
  }

  async #search(row: AuthenticatorRow, first: string, second: string, now: number) {
    const device = this.#open(row);
    const floor = await this.#with.floors.read(row.id);
    const lastAccepted = Math.max(row.lastAccepted, floor.lastAccepted);
    const at = { now, windowSteps: WINDOW_STEPS, lastAccepted, notBefore: floor.notBefore };
    const match =
      device.kind === 'totp'
        ? resyncTotp(device, first, second, at)
        : device.kind === 'hotp'
          ? resyncHotp(device, first, second, { lastAccepted })
          : undefined;
    if (match?.kind !== 'match') throw new NotThisToken();
    return match;
  }

  #open(row: AuthenticatorRow): Authenticator {
    const { id, kind, state, driftSteps, lastAccepted, secretSealed } = row;
    if (secretSealed === undefined) throw new NotThisToken();
    const { manufacturer: _make, model: _model, ...parameters } = (row.parameters ?? {}) as Record<string, unknown>;
    const seed = this.#with.secrets.open(secretSealed, seedLocation(id));
    return valueOrThrow(authenticatorFromParts({ id, kind, state, parameters, driftSteps, lastAccepted, seed }));
  }
}
