import { keysV1 } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import type { GetKeyStatus } from '../../application/get-key-status.use-case.ts';
import type { RotateKeys } from '../../application/rotate-keys.use-case.ts';
import type { CommandContexts } from './command-context.ts';
import { parseMessage } from './parse-message.ts';

const rotateSchema = z.object({ resealOnly: z.boolean() });

/** `KeyAdministrationService` on the wire. */
export class KeyAdministrationGrpc {
  readonly #getKeyStatus: GetKeyStatus;
  readonly #rotateKeys: RotateKeys;
  readonly #contexts: CommandContexts;

  constructor(getKeyStatus: GetKeyStatus, rotateKeys: RotateKeys, contexts: CommandContexts) {
    this.#getKeyStatus = getKeyStatus;
    this.#rotateKeys = rotateKeys;
    this.#contexts = contexts;
  }

  /** The implementation to be registered with the server. */
  handlers(): ServiceImplementation<typeof keysV1.KeyAdministrationServiceDefinition> {
    return {
      getKeyStatus: async () => {
        const keys = await this.#getKeyStatus.execute();
        return { keys: keys.map(({ createdAt, ...key }) => ({ ...key, createdAtMilliseconds: createdAt })) };
      },
      rotateKeys: async (request, call) => {
        const { resealOnly } = parseMessage(rotateSchema, request);
        const context = this.#contexts.of(call, keysV1.RotateKeysRequest, request);
        const { keyId, resealed } = await this.#rotateKeys.execute(resealOnly, context);
        return { currentKeyId: keyId, resealed };
      },
    };
  }
}
