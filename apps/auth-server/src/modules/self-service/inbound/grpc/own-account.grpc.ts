import { selfServiceV1 as wire } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import type { SelfServiceUseCases } from '../../application/self-service-use-cases.ts';
import { activitySchema, fraudSchema, preferencesSchema, startBypassSchema } from './self-service-schemas.ts';

type Handlers = ServiceImplementation<typeof wire.OwnAccountServiceDefinition>;

/** `OwnAccountService` on the wire. */
export class OwnAccountGrpc {
  readonly #useCases: SelfServiceUseCases;
  readonly #contexts: CommandContexts;

  constructor(useCases: SelfServiceUseCases, contexts: CommandContexts) {
    this.#useCases = useCases;
    this.#contexts = contexts;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#preferences(), ...this.#bypass(), ...this.#activity() };
  }

  #preferences(): Pick<Handlers, 'getPreferences' | 'setPreferences'> {
    const { preferences } = this.#useCases;
    return {
      getPreferences: async (request, call) =>
        await preferences.get(this.#contexts.of(call, wire.GetPreferencesRequest, request)),
      setPreferences: async (request, call) => {
        const wanted = parseMessage(preferencesSchema, request);
        const context = this.#contexts.of(call, wire.SetPreferencesRequest, request);
        return { preferences: await preferences.set(wanted.preferences, context) };
      },
    };
  }

  #bypass(): Pick<Handlers, 'getBypass' | 'startBypass' | 'cancelBypass'> {
    const { bypass } = this.#useCases;
    return {
      getBypass: async (request, call) => await bypass.get(this.#contexts.of(call, wire.GetBypassRequest, request)),
      startBypass: async (request, call) => {
        const { seconds, reason } = parseMessage(startBypassSchema, request);
        const context = this.#contexts.of(call, wire.StartBypassRequest, request);
        return { expiresAt: await bypass.start(seconds, reason, context) };
      },
      cancelBypass: async (request, call) => {
        await bypass.cancel(this.#contexts.of(call, wire.CancelBypassRequest, request));
        return {};
      },
    };
  }

  #activity(): Pick<Handlers, 'listActivity' | 'reportFraud'> {
    const { activity, fraud } = this.#useCases;
    return {
      listActivity: async (request, call) => {
        const { before, limit } = parseMessage(activitySchema, request);
        const context = this.#contexts.of(call, wire.ListActivityRequest, request);
        const { entries, next } = await activity.execute(before, limit, context);
        return { entries: [...entries], next };
      },
      reportFraud: async (request, call) => {
        const command = parseMessage(fraudSchema, request);
        return await fraud.execute(command, this.#contexts.of(call, wire.ReportFraudRequest, request));
      },
    };
  }
}
