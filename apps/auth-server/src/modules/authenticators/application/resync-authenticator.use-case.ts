import {
  type Authenticator,
  authenticatorFromParts,
  type OtpMatch,
  resyncHotp,
  resyncTotp,
  valueOrThrow,
} from '@countersign/domain';
import { DomainError } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';
import { chooseAuthenticator } from './choose-authenticator.ts';
import { type AuthenticatorRow, seedLocation } from './ports/authenticator-repository.ts';

/** Two codes that follow each other on the device. */
export interface ResyncCommand {
  readonly user: string;
  /** Id or serial number; empty when the user has just one. */
  readonly authenticator: string;
  readonly firstCode: string;
  readonly secondCode: string;
}

interface Found {
  /** Time step or counter of the second code. */
  readonly value: number;
  readonly driftSteps: number;
  /** By how much the device was off. */
  readonly drift: number;
}

/** The widest window that the company setting allows: what a sign-in may have accepted just before. */
const WINDOW_STEPS = 1;

/** Finds the clock or the counter of a device again; only ever forward, so that used codes stay used. */
export class ResyncAuthenticator {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /**
   * @returns time steps or counts by which it was off
   * @throws DomainError `user_not_found`, `authenticator_not_found`; `invalid_request` when the codes do not fit
   */
  async execute(command: ResyncCommand, context: CommandContext): Promise<number> {
    const { unitOfWork, authenticators, users, floors } = this.#with;
    let found: Found | undefined;
    const { drift } = await unitOfWork.run(context, async (tx) => {
      const user = await users.lock(tx, command.user, context.principal);
      const oath = (await authenticators.lockOfUser(tx, user.id)).filter(
        ({ kind }) => kind === 'totp' || kind === 'hotp',
      );
      const chosen = chooseAuthenticator(oath, command.authenticator);
      // The transaction may be tried again, when our own claim would make the codes look used.
      found ??= await this.#search(chosen, command, context.now);
      // Claimed before the commit: should that fail, two codes are lost, but none can be used twice.
      await floors.raise(chosen.id, found.value);
      await tx.bumpUser(user.id);
      await authenticators.moveTo(tx, chosen.id, found.value, found.driftSteps);
      tx.journal({
        action: 'authenticator_resynchronised',
        userId: user.id,
        userName: user.userName,
        details: { authenticatorId: chosen.id, kind: chosen.kind, drift: found.drift },
      });
      return { drift: found.drift };
    });
    return drift;
  }

  async #search(row: AuthenticatorRow, { firstCode, secondCode }: ResyncCommand, now: number): Promise<Found> {
    const authenticator = this.#open(row);
    const floor = await this.#with.floors.read(row.id);
    const lastAccepted = Math.max(row.lastAccepted, floor.lastAccepted);
    if (authenticator.kind === 'totp') {
      const at = { now, windowSteps: WINDOW_STEPS, lastAccepted, notBefore: floor.notBefore };
      const match = matchOrThrow(resyncTotp(authenticator, firstCode, secondCode, at));
      const driftSteps = match.driftSteps ?? 0;
      return { value: match.value, driftSteps, drift: driftSteps - row.driftSteps };
    }
    if (authenticator.kind !== 'hotp') throw new Error('only OATH devices are resynchronised');
    const match = matchOrThrow(resyncHotp(authenticator, firstCode, secondCode, { lastAccepted }));
    return { value: match.value, driftSteps: 0, drift: match.value - 1 - (lastAccepted + 1) };
  }

  #open(row: AuthenticatorRow): Authenticator {
    const { id, kind, state, driftSteps, lastAccepted, secretSealed } = row;
    const parameters = withoutMake(row.parameters);
    if (secretSealed === undefined) throw new Error(`the authenticator ${id} has no seed`);
    const seed = this.#with.secrets.open(secretSealed, seedLocation(id));
    return valueOrThrow(authenticatorFromParts({ id, kind, state, parameters, driftSteps, lastAccepted, seed }));
  }
}

/** What an import noted about the make of a token decides no code, and the domain does not know it. */
function withoutMake(parameters: unknown): unknown {
  if (typeof parameters !== 'object' || parameters === null) return parameters;
  const { manufacturer: _manufacturer, model: _model, ...others } = parameters as Readonly<Record<string, unknown>>;
  return others;
}

function matchOrThrow(match: OtpMatch): Extract<OtpMatch, { readonly kind: 'match' }> {
  if (match.kind === 'match') return match;
  // The field tells a page which of the two it is.
  if (match.kind === 'replayed') {
    const used = 'These codes were used before, or are older than one that was: take two new ones.';
    throw new DomainError('invalid_request', used, { field: 'first_code' });
  }
  throw new DomainError(
    'invalid_request',
    'The codes do not follow each other on this device: take one, wait for the next, and enter both in this order.',
    { field: 'second_code' },
  );
}
