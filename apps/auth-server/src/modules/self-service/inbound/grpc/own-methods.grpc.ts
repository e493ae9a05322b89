import { selfServiceV1 as wire } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import type { OwnMethod } from '../../application/own-method.ts';
import type { SelfServiceUseCases } from '../../application/self-service-use-cases.ts';
import { methodSchema, renameSchema } from './self-service-schemas.ts';

type Handlers = ServiceImplementation<typeof wire.OwnMethodsServiceDefinition>;

/** `OwnMethodsService` on the wire. */
export class OwnMethodsGrpc {
  readonly #useCases: SelfServiceUseCases;
  readonly #contexts: CommandContexts;

  constructor(useCases: SelfServiceUseCases, contexts: CommandContexts) {
    this.#useCases = useCases;
    this.#contexts = contexts;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    const { overview, methods } = this.#useCases;
    const contexts = this.#contexts;
    return {
      getOverview: async (request, call) => {
        const shown = await overview.execute(contexts.of(call, wire.GetOverviewRequest, request));
        const { pending, active, off, warnings, policy, ...rest } = shown;
        return {
          ...rest,
          pending: [...pending],
          active: active.map(toWire),
          off: off.map(toWire),
          warnings: [...warnings],
          policy: { ...policy, kinds: [...policy.kinds] },
        };
      },
      setDefault: async (request, call) => {
        const { methodId } = parseMessage(methodSchema, request);
        const context = contexts.of(call, wire.SetDefaultRequest, request);
        return { previousMethodId: await methods.setDefault(methodId, context) };
      },
      rename: async (request, call) => {
        const { methodId, name } = parseMessage(renameSchema, request);
        await methods.rename(methodId, name, contexts.of(call, wire.RenameRequest, request));
        return {};
      },
      turnOff: async (request, call) => {
        const { methodId } = parseMessage(methodSchema, request);
        await methods.turnOff(methodId, contexts.of(call, wire.TurnOffRequest, request));
        return {};
      },
      turnOn: async (request, call) => {
        const { methodId } = parseMessage(methodSchema, request);
        await methods.turnOn(methodId, contexts.of(call, wire.TurnOnRequest, request));
        return {};
      },
      remove: async (request, call) => {
        const { methodId } = parseMessage(methodSchema, request);
        await methods.remove(methodId, contexts.of(call, wire.RemoveRequest, request));
        return {};
      },
    };
  }
}

function toWire(method: OwnMethod): wire.OwnMethod {
  return { ...method, actions: [...method.actions] };
}
