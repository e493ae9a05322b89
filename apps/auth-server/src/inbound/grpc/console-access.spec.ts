import { describe, expect, it } from '@jest/globals';
import * as contracts from '@countersign/contracts';
import { builtInRoles, type Role } from '@countersign/domain';
import { isDomainError } from '@countersign/errors';
import type { CallContext, ServiceImplementation } from '@countersign/rpc';
import type { Principal } from '../../platform/principal.ts';
import { CONSOLE_ACCESS, type ConsoleAccess } from './console-access.ts';
import { guarded } from './guarded.ts';
import { PORTAL_ACCESS } from './portal-access.ts';

type Definition = contracts.RpcServiceDefinition;
type Handler = (request: unknown, call: CallContext) => Promise<unknown> | AsyncIterable<unknown>;

const NOW = Date.UTC(2026, 2, 1, 12);
const rows: readonly [string, ConsoleAccess][] = Object.entries(CONSOLE_ACCESS);

/** Every service of the contracts by its name on the wire. */
const services = new Map<string, Definition>(
  Object.values(contracts)
    .flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
    .filter((each): each is Definition => typeof each === 'object' && each !== null && 'fullName' in each)
    .map((definition) => [definition.fullName, definition]),
);

function definitionOf(method: string): { readonly definition: Definition; readonly key: string } {
  const [service = '', name = ''] = method.split('/');
  const definition = services.get(service);
  const key = Object.entries(definition?.methods ?? {}).find(([, each]) => each.name === name)?.[0];
  if (definition === undefined || key === undefined) throw new Error(`no such method in the contracts: ${method}`);
  return { definition, key };
}

/** Calls a method through the guard as the console, for a person of the role; answers the code of the refusal, or "reached". */
async function callAs(method: string, role: Role, provedAt: number): Promise<string> {
  const { definition, key } = definitionOf(method);
  const { roleId, roleName } = { roleId: role.id, roleName: role.name };
  const principal: Principal = {
    surface: 'console',
    sessionKey: '00',
    userId: 'user-1',
    userName: 'anna',
    level: 'full',
    provedAt,
    provedById: '',
    administrator: { roleId, roleName, permissions: role.permissions, scope: { kind: 'everything' } },
  };
  const isStream = definition.methods[key]?.responseStream === true;
  const reached: Handler = isStream
    ? async function* () {
        yield await Promise.resolve('reached');
      }
    : () => Promise.resolve('reached');
  const handlers = guarded(definition, { [key]: reached } as unknown as ServiceImplementation<Definition>, {
    principals: { find: (session) => Promise.resolve(session === 'open' ? principal : undefined) },
    clock: { now: () => NOW },
    tables: { console: CONSOLE_ACCESS, portal: PORTAL_ACCESS },
  }) as unknown as Readonly<Record<string, Handler>>;
  return await outcomeOf(() => handlers[key]?.({}, aCall(method, 'open')));
}

async function outcomeOf(call: () => ReturnType<Handler> | undefined): Promise<string> {
  try {
    const answer = call();
    if (answer instanceof Promise) await answer;
    else for await (const _part of answer ?? []) break;
    return 'reached';
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
}

function aCall(method: string, session: string): CallContext {
  return {
    caller: { service: 'admin-console', instance: 'console-1' },
    method,
    session,
    deadline: undefined,
    idempotencyKey: undefined,
    operator: undefined,
    signal: new AbortController().signal,
    draining: new AbortController().signal,
  };
}

/** What the row and the role say together, without the guard. */
function expected(row: ConsoleAccess, role: Role, isProved: boolean): string {
  if (row === 'anyone') return 'reached';
  if (row.permission !== undefined && !role.permissions.has(row.permission)) return 'permission_missing';
  return row.proof === true && !isProved ? 'proof_required' : 'reached';
}

const matrix = rows.flatMap(([method, row]) => builtInRoles.map((role) => [method, role.id, role, row] as const));

describe('the access table of the console', () => {
  it('has a row for every dangerous act and none for the command line alone', () => {
    expect(rows.length).toBeGreaterThan(30);
    const alone = ['ResetAdministrator', 'CreateSetupToken', 'RotateKeys'];
    expect(rows.filter(([method]) => alone.some((name) => method.endsWith(`/${name}`)))).toEqual([]);
  });

  it.each(matrix)('lets %s be called by %s as the role says', async (method, _id, role, row) => {
    expect(await callAs(method, role, NOW - 60_000)).toBe(expected(row, role, true));
    expect(await callAs(method, role, NOW - 10 * 60_000)).toBe(expected(row, role, false));
  });

  it.each(rows.filter(([, row]) => row !== 'anyone'))('keeps %s from whoever has no session', async (method) => {
    const { definition, key } = definitionOf(method);
    const handlers = guarded(definition, { [key]: () => Promise.resolve('reached') } as never, {
      principals: { find: () => Promise.resolve(undefined) },
      clock: { now: () => NOW },
      tables: { console: CONSOLE_ACCESS, portal: PORTAL_ACCESS },
    }) as unknown as Readonly<Record<string, Handler>>;
    expect(await outcomeOf(() => handlers[key]?.({}, aCall(method, 'over')))).toBe('sign_in_required');
  });

  it('lets nobody but Owners and Administrators manage administrators', () => {
    const managing = rows.filter(([, row]) => row !== 'anyone' && row.permission === 'admin.write');
    expect(managing.length).toBeGreaterThan(4);
    const able = builtInRoles.filter(({ permissions }) => permissions.has('admin.write')).map(({ id }) => id);
    expect(able).toEqual(['owner', 'administrator']);
    expect(managing.every(([, row]) => row !== 'anyone' && row.proof === true)).toBe(true);
  });
});
