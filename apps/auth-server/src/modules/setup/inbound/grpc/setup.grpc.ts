import { setupV1 as wire } from '@countersign/contracts';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import type { Clock } from '../../../../platform/clock.ts';
import { type CommandContexts, parseMessage, requiredText, text, wordOrEmpty } from '../../../administration/index.ts';
import { mailAddress, passwordOrEmpty, userName } from '../../../users/index.ts';
import type { CreateFirstAdministrator } from '../../application/create-first-administrator.use-case.ts';
import { SETUP_STEPS } from '../../application/ports/setup-store.ts';
import type { SetupProgressKeeper } from '../../application/setup-progress.ts';
import type { SetupTokens } from '../../application/setup-tokens.ts';

type Handlers = ServiceImplementation<typeof wire.SetupServiceDefinition>;

/** What {@link SetupGrpc} needs; the last three are what administrators do later on in the console. */
export interface SetupGrpcParts {
  readonly tokens: SetupTokens;
  readonly keeper: SetupProgressKeeper;
  readonly first: CreateFirstAdministrator;
  readonly contexts: CommandContexts;
  readonly clock: Clock;
  readonly setSetting: (key: string, value: string, call: CallContext) => Promise<unknown>;
  readonly addRadiusClient: (name: string, network: string, call: CallContext) => Promise<string>;
  readonly diagnose: (call: CallContext) => Promise<readonly wire.SetupFinding[]>;
}

const companySchema = z.object({
  name: requiredText(100),
  language: wordOrEmpty(['en', 'fr']).transform((word) => word ?? 'en'),
  timeZone: requiredText(64),
});
const startSchema = z.object({ userName: userName() });
const administratorSchema = z.object({
  userName: userName(),
  firstName: text({ max: 100 }),
  lastName: text({ max: 100 }),
  mail: mailAddress(),
  password: passwordOrEmpty(),
  code: requiredText(16),
});
const radiusSchema = z.object({ applicationName: requiredText(100), network: requiredText(64) });
const stepSchema = z.object({ step: z.enum(SETUP_STEPS, { error: 'is no step' }), isSkipped: z.boolean() });

/** `SetupService` on the wire. The session of the call is the one that the token was exchanged for. */
export class SetupGrpc {
  readonly #parts: SetupGrpcParts;

  constructor(parts: SetupGrpcParts) {
    this.#parts = parts;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#access(), ...this.#administrator(), ...this.#rest() };
  }

  #access(): Pick<Handlers, 'getSetupState' | 'exchangeSetupToken' | 'createSetupToken'> {
    const { tokens, contexts } = this.#parts;
    return {
      getSetupState: async (_request, call) => await this.#state(call),
      exchangeSetupToken: async (request, call) => {
        const context = contexts.of(call, wire.ExchangeSetupTokenRequest, request);
        return { session: await tokens.exchange(request.token.slice(0, 200), context) };
      },
      createSetupToken: async (request, call) => {
        return { token: await tokens.create(contexts.of(call, wire.CreateSetupTokenRequest, request)) };
      },
    };
  }

  #administrator(): Pick<Handlers, 'setCompany' | 'startFirstAuthenticator' | 'createFirstAdministrator'> {
    const { keeper, first, contexts, clock, setSetting } = this.#parts;
    return {
      setCompany: async (request, call) => {
        const { name, language, timeZone } = parseMessage(companySchema, request);
        await keeper.demand(call.session, clock.now());
        await setSetting('company.time_zone', timeZone, call);
        await setSetting('portal.organisation', name, call);
        await setSetting('language', language, call);
        const context = contexts.of(call, wire.SetCompanyRequest, request);
        await keeper.finish('company', { companyName: name, language, timeZone }, call.session, context);
        return {};
      },
      startFirstAuthenticator: async (request, call) => {
        const { userName: name } = parseMessage(startSchema, request);
        return await first.start(name, call.session, clock.now());
      },
      createFirstAdministrator: async (request, call) => {
        const { password, ...rest } = parseMessage(administratorSchema, request);
        const wanted = { ...rest, password: password ?? parseMessage(requiredPassword, undefined) };
        const context = contexts.of(call, wire.CreateFirstAdministratorRequest, request);
        return { recoveryCodes: [...(await first.execute(wanted, call.session, context))] };
      },
    };
  }

  #rest(): Pick<Handlers, 'checkInstallation' | 'addFirstRadiusClient' | 'saveSetupStep' | 'completeSetup'> {
    const { keeper, contexts, clock, addRadiusClient, diagnose } = this.#parts;
    return {
      checkInstallation: async (_request, call) => {
        await keeper.demand(call.session, clock.now());
        return { findings: [...(await diagnose(call))] };
      },
      addFirstRadiusClient: async (request, call) => {
        const { applicationName, network } = parseMessage(radiusSchema, request);
        await keeper.demand(call.session, clock.now());
        const sharedSecret = await addRadiusClient(applicationName, network, call);
        const context = contexts.of(call, wire.AddFirstRadiusClientRequest, request);
        await keeper.finish('radius', { radiusClient: applicationName }, call.session, context);
        return { sharedSecret };
      },
      saveSetupStep: async (request, call) => {
        const { step, isSkipped } = parseMessage(stepSchema, request);
        const context = contexts.of(call, wire.SaveSetupStepRequest, request);
        if (isSkipped) await keeper.skip(step, call.session, context);
        else await keeper.finish(step, {}, call.session, context);
        return {};
      },
      completeSetup: async (request, call) => {
        await keeper.complete(call.session, contexts.of(call, wire.CompleteSetupRequest, request));
        return {};
      },
    };
  }

  async #state({ session }: CallContext): Promise<wire.GetSetupStateResponse> {
    const { isOpen, isAuthorized, progress } = await this.#parts.keeper.view(session, this.#parts.clock.now());
    if (progress === undefined) return wire.GetSetupStateResponse.fromPartial({ isOpen, isAuthorized });
    const { skipped, ...shown } = progress;
    return { isOpen, isAuthorized, ...shown, skippedSteps: [...skipped] };
  }
}

const requiredPassword = z.never({ error: 'password must not be empty' });
