import { authenticatorsV1 as wire } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { type CommandContexts, parseMessage } from '../../../administration/index.ts';
import type { AuthenticatorUseCases } from '../../application/authenticator-use-cases.ts';
import type { ImportedLine } from '../../application/import-authenticators.use-case.ts';
import type { ListedToken } from '../../application/ports/token-list.ts';
import { principalOf } from '../../../../platform/principal.ts';
import { readTokenFile } from '../files/read-token-file.ts';
import {
  addPhoneSchema,
  addTotpSchema,
  cursorText,
  listTokensSchema,
  replaceSchema,
  tokenSchema,
  tokenStateSchema,
  assignSchema,
  importSchema,
  recoveryCodesSchema,
  removeSchema,
  resyncSchema,
} from './authenticator-schemas.ts';

type Handlers = ServiceImplementation<typeof wire.AuthenticatorAdministrationServiceDefinition>;

/** `AuthenticatorAdministrationService` on the wire. */
export class AuthenticatorAdministrationGrpc {
  readonly #useCases: AuthenticatorUseCases;
  readonly #contexts: CommandContexts;

  constructor(useCases: AuthenticatorUseCases, contexts: CommandContexts) {
    this.#useCases = useCases;
    this.#contexts = contexts;
  }

  /** The implementation to be registered with the server. */
  handlers(): Handlers {
    return { ...this.#adding(), ...this.#managing(), ...this.#tokens() };
  }

  #adding(): Pick<Handlers, 'addTotp' | 'addPhone' | 'importAuthenticators' | 'createRecoveryCodes'> {
    const { addTotp, addPhone, importAuthenticators, createRecoveryCodes } = this.#useCases;
    return {
      addTotp: async (request, call) => {
        const command = parseMessage(addTotpSchema, request);
        return await addTotp.execute(command, this.#contexts.of(call, wire.AddTotpRequest, request));
      },
      addPhone: async (request, call) => {
        const command = parseMessage(addPhoneSchema, request);
        const context = this.#contexts.of(call, wire.AddPhoneRequest, request);
        return { authenticatorId: await addPhone.execute(command, context) };
      },
      importAuthenticators: async (request, call) => {
        const { format, content, credentials, dryRun, skipFailed } = parseMessage(importSchema, request);
        const lines = readTokenFile(format, content, credentials);
        const context = this.#contexts.of(call, wire.ImportAuthenticatorsRequest, request);
        const options = { isDryRun: dryRun, isFailedSkipped: skipFailed };
        return summaryOf(await importAuthenticators.execute(lines, options, context), skipFailed);
      },
      createRecoveryCodes: async (request, call) => {
        const { user, count } = parseMessage(recoveryCodesSchema, request);
        const context = this.#contexts.of(call, wire.CreateRecoveryCodesRequest, request);
        return { codes: [...(await createRecoveryCodes.execute(user, count, context))] };
      },
    };
  }

  #tokens(): Pick<Handlers, 'listTokens' | 'unassignAuthenticator' | 'setAuthenticatorState' | 'replaceAuthenticator'> {
    const { listTokens, unassignAuthenticator, setAuthenticatorState, replaceAuthenticator } = this.#useCases;
    return {
      listTokens: async (request, call) => {
        const scope = principalOf(call)?.administrator?.scope ?? { kind: 'everything' };
        const page = await listTokens.execute({ ...parseMessage(listTokensSchema, request), scope });
        return { tokens: page.tokens.map(toWireToken), nextCursor: cursorText(page.next), total: page.total };
      },
      unassignAuthenticator: async (request, call) => {
        const context = this.#contexts.of(call, wire.UnassignAuthenticatorRequest, request);
        await unassignAuthenticator.execute(parseMessage(tokenSchema, request), context);
        return {};
      },
      setAuthenticatorState: async (request, call) => {
        const context = this.#contexts.of(call, wire.SetAuthenticatorStateRequest, request);
        await setAuthenticatorState.execute(parseMessage(tokenStateSchema, request), context);
        return {};
      },
      replaceAuthenticator: async (request, call) => {
        const context = this.#contexts.of(call, wire.ReplaceAuthenticatorRequest, request);
        return { authenticatorId: await replaceAuthenticator.execute(parseMessage(replaceSchema, request), context) };
      },
    };
  }

  #managing(): Pick<Handlers, 'assignAuthenticator' | 'resyncAuthenticator' | 'removeAuthenticator'> {
    const { assignAuthenticator, resyncAuthenticator, removeAuthenticator, removeUnassignedToken } = this.#useCases;
    return {
      assignAuthenticator: async (request, call) => {
        const { serialNumber, user } = parseMessage(assignSchema, request);
        const context = this.#contexts.of(call, wire.AssignAuthenticatorRequest, request);
        return { authenticatorId: await assignAuthenticator.execute(serialNumber, user, context) };
      },
      resyncAuthenticator: async (request, call) => {
        const command = parseMessage(resyncSchema, request);
        const context = this.#contexts.of(call, wire.ResyncAuthenticatorRequest, request);
        return { drift: await resyncAuthenticator.execute(command, context) };
      },
      removeAuthenticator: async (request, call) => {
        const { user, authenticator } = parseMessage(removeSchema, request);
        const context = this.#contexts.of(call, wire.RemoveAuthenticatorRequest, request);
        await (user === ''
          ? removeUnassignedToken.execute(authenticator, context)
          : removeAuthenticator.execute(user, authenticator, context));
        return {};
      },
    };
  }
}

function summaryOf(rows: readonly ImportedLine[], isFailedSkipped: boolean): wire.ImportAuthenticatorsResponse {
  const failed = rows.filter(({ problem }) => problem !== '').length;
  return { rows: [...rows], added: failed === 0 || isFailedSkipped ? rows.length - failed : 0, failed };
}

function toWireToken(token: ListedToken): wire.Token {
  const { lastUsedAt, boundAt, createdAt, ...same } = token;
  return {
    ...same,
    lastUsedAtMilliseconds: lastUsedAt,
    boundAtMilliseconds: boundAt,
    createdAtMilliseconds: createdAt,
  };
}
