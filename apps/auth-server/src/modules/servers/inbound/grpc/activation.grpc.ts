import { activationV1 } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import { type CommandContexts, multilineText, parseMessage, requiredText } from '../../../administration/index.ts';
import type { ActivateProcess } from '../../application/activate-process.use-case.ts';

const activateSchema = z.object({
  activationCode: requiredText(128),
  certificateSigningRequest: multilineText(8192),
});

/** `ActivationService` on the wire: the only one for callers without a certificate. */
export class ActivationGrpc {
  readonly #activate: ActivateProcess;
  readonly #contexts: CommandContexts;

  constructor(activate: ActivateProcess, contexts: CommandContexts) {
    this.#activate = activate;
    this.#contexts = contexts;
  }

  handlers(): ServiceImplementation<typeof activationV1.ActivationServiceDefinition> {
    return {
      activate: async (request, call) => {
        const { activationCode, certificateSigningRequest } = parseMessage(activateSchema, request);
        const { actor, now } = this.#contexts.of(call, activationV1.ActivateRequest, request);
        const issued = await this.#activate.execute(activationCode, certificateSigningRequest, { actor, now });
        return { certificate: issued.certificate, certificateAuthority: issued.authority };
      },
    };
  }
}
