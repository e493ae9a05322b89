import { selfServiceV1 as wire } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import type { WelcomeMail } from '../../application/send-welcome-mail.use-case.ts';
import { welcomeSchema } from './self-service-schemas.ts';

/** `WelcomeMailService` on the wire, for administrators. */
export class WelcomeMailGrpc {
  readonly #welcome: WelcomeMail;
  readonly #contexts: CommandContexts;

  constructor(welcome: WelcomeMail, contexts: CommandContexts) {
    this.#welcome = welcome;
    this.#contexts = contexts;
  }

  /** The implementation to be registered with the server. */
  handlers(): ServiceImplementation<typeof wire.WelcomeMailServiceDefinition> {
    return {
      sendWelcomeMail: async (request, call) => {
        const { user, withInitialPin } = parseMessage(welcomeSchema, request);
        const context = this.#contexts.of(call, wire.SendWelcomeMailRequest, request);
        return await this.#welcome.send(user, withInitialPin, context);
      },
    };
  }
}
