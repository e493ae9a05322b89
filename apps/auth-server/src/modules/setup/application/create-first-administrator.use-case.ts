import type { KeyedHash } from '@countersign/crypto';
import { encodeBase32, otpauthUri, type TotpAuthenticator, verifyTotp } from '@countersign/domain';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { CommandContext } from '../../../platform/command-context.ts';
import type { Transaction, UnitOfWork } from '../../../platform/database.ts';
import type { AdministratorRepository } from '../../administrators/index.ts';
import type { JoinedAuthenticatorUseCases } from '../../authenticators/index.ts';
import type { JoinedUserUseCases } from '../../users/index.ts';
import type { SetupStore } from './ports/setup-store.ts';
import { demandSession } from './setup-access.ts';

/** The first administrator, as typed. */
export interface FirstAdministrator {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly mail: string;
  readonly password: SecretBytes;
  /** What the authenticator app shows. */
  readonly code: string;
}

/** What {@link CreateFirstAdministrator} works with. */
export interface FirstAdministratorDependencies {
  readonly unitOfWork: UnitOfWork;
  readonly store: SetupStore;
  readonly users: JoinedUserUseCases;
  readonly authenticators: JoinedAuthenticatorUseCases;
  readonly administrators: AdministratorRepository;
  readonly keyedHash: KeyedHash;
}

const SEED_OCTETS = 20;
const RECOVERY_CODES = 10;
const KIND = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;

/**
 * Makes the first Owner with an own factor: the authenticator app counts because its code was right, never because a secret
 * was shown. User, password, authenticator, role and recovery codes come together or not at all.
 */
export class CreateFirstAdministrator {
  readonly #with: FirstAdministratorDependencies;

  constructor(dependencies: FirstAdministratorDependencies) {
    this.#with = dependencies;
  }

  /** The secret for the app; the same one for the same browser and name, so that a reload does not make the first QR void. */
  async start(
    userName: string,
    session: string | undefined,
    now: number,
  ): Promise<{ readonly otpauthUri: string; readonly secretBase32: string }> {
    const seed = this.#seed(userName, demandSession(await this.#with.store.read(), session, now));
    const parts = { kind: 'totp', issuer: 'Countersign', accountName: userName, seed, ...KIND } as const;
    return { otpauthUri: otpauthUri(parts), secretBase32: encodeBase32(seed.expose()) };
  }

  /**
   * @returns the recovery codes, shown once
   * @throws DomainError `not_found`, `sign_in_required`, `already_exists`; `invalid_request` for a wrong code
   */
  async execute(
    wanted: FirstAdministrator,
    session: string | undefined,
    context: CommandContext,
  ): Promise<readonly string[]> {
    const { unitOfWork, store } = this.#with;
    const answer = await unitOfWork.run({ actor: context.actor, now: context.now }, async (tx) => {
      const setup = await store.lock(tx);
      const key = demandSession(setup, session, context.now);
      if (setup.hasAdministrator) {
        throw new DomainError('already_exists', 'The first administrator is there already. Go on with the next step.');
      }
      const seed = this.#seed(wanted.userName, key);
      const lastAccepted = provenStep(seed, wanted.code, context.now);
      const codes = await this.#create(tx, wanted, { seed, lastAccepted }, context);
      const progress = { ...setup.progress, administrator: wanted.userName, step: 'checks' } as const;
      await store.save(tx, { ...setup, progress }, context.now);
      return { codes: [...codes] };
    });
    return answer.codes;
  }

  async #create(
    tx: Transaction,
    wanted: FirstAdministrator,
    proof: { readonly seed: SecretBytes; readonly lastAccepted: number },
    context: CommandContext,
  ): Promise<readonly string[]> {
    const { users, authenticators, administrators } = this.#with;
    const { userName, firstName, lastName, mail, password } = wanted;
    const plain = { actor: context.actor, now: context.now };
    const fields = {
      userName,
      firstName,
      lastName,
      mail,
      aliases: [],
      description: '',
      isEnabled: true,
      groups: [],
      tags: [],
      languages: {},
      defaultMethod: 'totp',
    } as const;
    const { id: userId } = await users(tx).addUser.execute({ fields, phone: undefined, password }, plain);
    await authenticators(tx).addTotp.execute({ user: userId, name: '', ...KIND, ...proof }, plain);
    const appointment = {
      userId,
      roleId: 'owner',
      scope: { kind: 'everything' },
      isSuspended: false,
      version: 1,
    } as const;
    await administrators.put(tx, appointment, context.actor, context.now);
    const details = { role: 'Owner', scope: 'everything', reason: 'first set-up' };
    tx.journal({ action: 'administrator_added', userId, userName, details });
    return await authenticators(tx).createRecoveryCodes.execute(userId, RECOVERY_CODES, plain);
  }

  #seed(userName: string, session: string): SecretBytes {
    const octets = this.#with.keyedHash.hash('first administrator authenticator', session, userName);
    return new SecretBytes(octets.subarray(0, SEED_OCTETS));
  }
}

/** The time step of the code. */
function provenStep(seed: SecretBytes, code: string, now: number): number {
  const authenticator: TotpAuthenticator = {
    id: 'first',
    state: 'pending',
    kind: 'totp',
    seed,
    ...KIND,
    driftSteps: 0,
    lastAcceptedTimeStep: -1,
  };
  const at = { now, windowSteps: 1, lastAccepted: -1, notBefore: 0 };
  const match = verifyTotp(authenticator, code.replaceAll(/\s/g, ''), at);
  if (match.kind === 'match') return match.value;
  const message = 'The code is not right. Wait for the next one in the app, and check the clock of the phone.';
  throw new DomainError('invalid_request', message, { field: 'code' });
}
