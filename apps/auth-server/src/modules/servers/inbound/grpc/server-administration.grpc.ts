import { serversV1 } from '@countersign/contracts';
import type { ServiceImplementation } from '@countersign/rpc';
import { z } from 'zod';
import type { Database, NodeReport } from '../../../../platform/database.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { type CommandContexts, parseMessage, requiredText } from '../../../administration/index.ts';
import type { CreateActivationCredentials } from '../../application/create-activation-credentials.use-case.ts';
import type { Diagnose } from '../../application/diagnose.use-case.ts';
import { isAlive, masterOf } from '../../application/master-of.ts';
import type { ServerDirectory, ServerEntry } from '../../application/ports/server-directory.ts';
import type { PromoteServer } from '../../application/promote-server.use-case.ts';

type Handlers = ServiceImplementation<typeof serversV1.ServerAdministrationServiceDefinition>;

const promoteSchema = z.object({ name: requiredText(64), dryRun: z.boolean(), acceptDataLoss: z.boolean() });
const credentialsSchema = z.object({ service: requiredText(64), instance: requiredText(64) });

/** What {@link ServerAdministrationGrpc} needs. */
export interface ServerAdministrationParts {
  readonly directory: ServerDirectory;
  readonly database: Database;
  readonly promote: PromoteServer;
  readonly createCredentials: CreateActivationCredentials;
  readonly diagnose: Diagnose;
  readonly contexts: CommandContexts;
  readonly clock: Clock;
}

/** `ServerAdministrationService` on the wire. */
export class ServerAdministrationGrpc {
  readonly #parts: ServerAdministrationParts;

  constructor(parts: ServerAdministrationParts) {
    this.#parts = parts;
  }

  handlers(): Handlers {
    const { promote, createCredentials, diagnose, contexts } = this.#parts;
    return {
      listServers: () => this.#list(),
      promoteServer: async (request, call) => {
        const { name, dryRun, acceptDataLoss } = parseMessage(promoteSchema, request);
        const context = contexts.of(call, serversV1.PromoteServerRequest, request);
        const command = { name, isDryRun: dryRun, acceptsDataLoss: acceptDataLoss };
        const { facts, refusals, ...rest } = await promote.execute(command, context);
        return { ...rest, facts: [...facts], refusals: [...refusals] };
      },
      createActivationCredentials: async (request, call) => {
        const process = parseMessage(credentialsSchema, request);
        const context = contexts.of(call, serversV1.CreateActivationCredentialsRequest, request);
        const { code, expiresAt } = await createCredentials.execute(process, context);
        return { activationCode: code, expiresAtMilliseconds: expiresAt };
      },
      diagnose: async () => ({ findings: [...(await diagnose.execute())] }),
    };
  }

  async #list(): Promise<serversV1.ListServersResponse> {
    const { database, directory, clock } = this.#parts;
    const mode = database.mode();
    // Without Redis nobody knows who is there; an operator wants to see the databases all the more.
    const servers = await directory.list().catch(() => []);
    const now = clock.now();
    return {
      servers: servers.map((server) => toWireServer(server, now)),
      nodes: database.nodes().map(toWireNode),
      mode: mode.kind,
      modeReason: mode.reason,
      epoch: mode.epoch,
      master: masterOf(servers, mode.primary, now),
    };
  }
}

function toWireServer(server: ServerEntry, now: number): serversV1.Server {
  return {
    name: server.name,
    service: server.service,
    version: server.version,
    address: server.address,
    role: server.role,
    databaseNode: server.databaseNode,
    lastContactMilliseconds: server.lastContactAt,
    isAlive: isAlive(server, now),
  };
}

function toWireNode(node: NodeReport): serversV1.DatabaseNode {
  return {
    name: node.address.name,
    address: `${node.address.host}:${node.address.port}`,
    state: node.role,
    timeline: node.facts?.timeline ?? 0,
    lagBytes: node.lagBytes ?? 0,
    lagMilliseconds: node.lagMs,
    lastContactMilliseconds: node.lastContactAt ?? 0,
    problem: problemOf(node),
  };
}

function problemOf({ role, problem }: NodeReport): string {
  if (role === 'fenced') return 'takes writes, but another server was promoted over it: it must be rebuilt as a copy';
  return role === 'down' ? problem : '';
}
