import { z } from 'zod';
import { instantOf } from './administrators.schemas.ts';
import { defineRoute } from './define-route.ts';

const serverSchema = z.object({
  name: z.string(),
  service: z.string(),
  version: z.string(),
  address: z.string(),
  role: z.string(),
  databaseNode: z.string(),
  lastContactAt: z.string().nullable(),
  isAlive: z.boolean(),
});

const nodeSchema = z.object({
  name: z.string(),
  address: z.string(),
  state: z.string(),
  timeline: z.number(),
  lagBytes: z.number(),
  lagSeconds: z.number(),
  lastContactAt: z.string().nullable(),
  problem: z.string(),
});

/** Servers: who is master, promotion, and activation of new ones. */
export const serverRoutes = [
  defineRoute(
    {
      method: 'GET',
      path: '/api/servers',
      access: 'signed_in',
      summary: 'Every process and every copy of the database, with role and lag.',
      answer: z.object({
        servers: z.array(serverSchema),
        nodes: z.array(nodeSchema),
        mode: z.string(),
        modeReason: z.string(),
        master: z.string(),
      }),
    },
    async ({ core, call }) => {
      const { servers, nodes, mode, modeReason, master } = await core.servers.listServers({}, call);
      return {
        mode,
        modeReason,
        master,
        servers: servers.map(({ lastContactMilliseconds, ...server }) => ({
          ...server,
          lastContactAt: instantOf(lastContactMilliseconds),
        })),
        nodes: nodes.map(({ lastContactMilliseconds, lagMilliseconds, ...node }) => ({
          ...node,
          lagSeconds: lagMilliseconds / 1000,
          lastContactAt: instantOf(lastContactMilliseconds),
        })),
      };
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/servers/:name/promote',
      access: 'signed_in',
      summary: 'Makes a server master; with isDryRun only the facts and what speaks against it.',
      params: z.object({ name: z.string().max(64) }),
      body: z.object({ isDryRun: z.boolean(), acceptDataLoss: z.boolean() }),
      answer: z.object({
        facts: z.array(z.string()),
        refusals: z.array(z.string()),
        lostBytes: z.number(),
        isPromoted: z.boolean(),
        timeline: z.number(),
      }),
    },
    async ({ core, call, params, body }) => {
      const request = { name: params.name, dryRun: body.isDryRun, acceptDataLoss: body.acceptDataLoss };
      return await core.servers.promoteServer(request, { ...call, deadlineMilliseconds: 60_000 });
    },
  ),
  defineRoute(
    {
      method: 'POST',
      path: '/api/servers/activation',
      access: 'signed_in',
      summary: 'Makes credentials by which a new process joins: single use, ten minutes.',
      body: z.object({ service: z.string().max(64), instance: z.string().max(64) }),
      answer: z.object({ activationCode: z.string(), expiresAt: z.string().nullable() }),
    },
    async ({ core, call, body }) => {
      const answer = await core.servers.createActivationCredentials(body, call);
      return { activationCode: answer.activationCode, expiresAt: instantOf(answer.expiresAtMilliseconds) };
    },
  ),
];
