import { uuidv7 } from '@countersign/crypto';
import { generateRecoveryCodes, normalizeRecoveryCode } from '@countersign/domain';
import type { CommandContext } from '../../../platform/command-context.ts';
import { RECOVERY_CODE_LABEL } from '../../authentication/index.ts';
import { changeOwn } from './factor-change.ts';
import { forbidden } from './manage-methods.use-case.ts';
import type { SelfServiceDependencies } from './self-service-dependencies.ts';

/** New codes, shown once. */
export interface OwnRecoveryCodes {
  readonly codes: readonly string[];
  readonly userName: string;
  readonly organisation: string;
  readonly createdAt: number;
}

/** Makes recovery codes for the person who asks; all earlier ones end. */
export class CreateOwnRecoveryCodes {
  readonly #with: SelfServiceDependencies;

  constructor(dependencies: SelfServiceDependencies) {
    this.#with = dependencies;
  }

  async execute(context: CommandContext): Promise<OwnRecoveryCodes> {
    const { settings, random, authenticators, keyedHash } = this.#with;
    const { portal } = settings.current();
    if (!portal.areRecoveryCodesAllowed) throw forbidden('make recovery codes');
    const now = new Date(context.now);
    const id = uuidv7(now, random);
    const codes = generateRecoveryCodes(random);
    const hashed = codes.map((code) => ({
      id: uuidv7(now, random),
      hash: keyedHash.hash(RECOVERY_CODE_LABEL, normalizeRecoveryCode(code) ?? ''),
    }));
    return await changeOwn(this.#with, context, {}, async (tx, user) => {
      await authenticators.replaceRecoveryCodes(tx, { id, userId: user.id, codes: hashed, at: context.now });
      return {
        result: { codes, userName: user.userName, organisation: portal.organisation, createdAt: context.now },
        entry: {
          action: 'recovery_codes_created',
          details: { authenticatorId: id, count: codes.length, areCodesShown: true },
        },
        notice: { event: 'recovery_codes_created', what: { en: '', fr: '' } },
      };
    });
  }
}
