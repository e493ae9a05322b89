import { uuidv7 } from '@countersign/crypto';
import { generateRecoveryCodes, normalizeRecoveryCode } from '@countersign/domain';
import type { CommandContext } from '../../../platform/command-context.ts';
import { RECOVERY_CODE_LABEL } from '../../authentication/index.ts';
import type { AuthenticatorDependencies } from './authenticator-dependencies.ts';

/** Makes new recovery codes in place of all earlier ones; they are shown once. */
export class CreateRecoveryCodes {
  readonly #with: AuthenticatorDependencies;

  constructor(dependencies: AuthenticatorDependencies) {
    this.#with = dependencies;
  }

  /** @throws DomainError `user_not_found` */
  async execute(written: string, count: number, context: CommandContext): Promise<readonly string[]> {
    const { unitOfWork, authenticators, users, random } = this.#with;
    const now = new Date(context.now);
    const id = uuidv7(now, random);
    const codes = generateRecoveryCodes(random, count);
    const hashed = codes.map((code) => ({ id: uuidv7(now, random), hash: this.#hash(code) }));
    const stored = await unitOfWork.run(context, async (tx) => {
      const user = await users.lock(tx, written, context.principal);
      await tx.bumpUser(user.id);
      await authenticators.replaceRecoveryCodes(tx, { id, userId: user.id, codes: hashed, at: context.now });
      tx.journal({
        action: 'recovery_codes_created',
        userId: user.id,
        userName: user.userName,
        details: { authenticatorId: id, count, areCodesShown: true },
      });
      // Kept for a repeat of the request; the unit of work seals what it keeps.
      return { codes };
    });
    return stored.codes;
  }

  #hash(code: string): Buffer {
    const normal = normalizeRecoveryCode(code);
    if (normal === undefined) throw new Error('a recovery code that was just made is none');
    return this.#with.keyedHash.hash(RECOVERY_CODE_LABEL, normal);
  }
}
