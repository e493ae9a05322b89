import type { RpcServiceDefinition } from '@countersign/contracts';
import { DomainError } from '@countersign/errors';
import type { AllowedCallers, CallContext, ServiceImplementation, StreamHandler, UnaryHandler } from '@countersign/rpc';
import type { Clock } from '../../platform/clock.ts';
import {
  type AuthorizedCall,
  hasFreshProof,
  type Principal,
  type PrincipalSource,
  type Surface,
  surfaceOf,
} from '../../platform/principal.ts';
import { CONSOLE_ACCESS, type ConsoleAccess } from './console-access.ts';
import { PORTAL_ACCESS, type PortalAccess } from './portal-access.ts';

/** Who may call what: one table per surface, `package.Service/Method` to its row. What has no row is refused. */
export interface AccessTables {
  readonly console: Readonly<Record<string, ConsoleAccess>>;
  readonly portal: Readonly<Record<string, PortalAccess>>;
}

/** The tables in force. */
export const ACCESS: AccessTables = { console: CONSOLE_ACCESS, portal: PORTAL_ACCESS };

/** What {@link guarded} needs. */
export interface Guard {
  readonly principals: PrincipalSource;
  readonly clock: Clock;
  readonly tables: AccessTables;
}

/** The door of each surface, for the allow-lists. */
const SERVICES: Readonly<Record<Surface, string>> = { portal: 'user-portal', console: 'admin-console' };

/** The callers of each method: `always`, and the doors whose table has a row for it. */
export function callersOf<D extends RpcServiceDefinition>(
  definition: D,
  always: readonly string[],
  tables: AccessTables = ACCESS,
): AllowedCallers<D> {
  const callers = Object.entries(definition.methods).map(([key, { name }]) => {
    const method = `${definition.fullName}/${name}`;
    const doors = (['portal', 'console'] as const).filter((surface) => Object.hasOwn(tables[surface], method));
    return [key, [...always, ...doors.map((surface) => SERVICES[surface])]];
  });
  return Object.fromEntries(callers) as AllowedCallers<D>;
}

/**
 * Wraps every handler of a service: a call that comes from a person's browser reaches it only with a session that may do
 * this, and the handler finds the person in `principalOf(call)`. Calls of other services go through as they are; the
 * allow-list has admitted them.
 */
export function guarded<D extends RpcServiceDefinition>(
  definition: D,
  implementation: ServiceImplementation<D>,
  guard: Guard,
): ServiceImplementation<D> {
  const handlers: Record<string, unknown> = { ...implementation };
  for (const [key, method] of Object.entries(definition.methods)) {
    if (method.requestStream) continue;
    handlers[key] = method.responseStream
      ? guardedStream(handlers[key] as StreamHandler<unknown, unknown>, guard)
      : guardedUnary(handlers[key] as UnaryHandler<unknown, unknown>, guard);
  }
  return handlers as ServiceImplementation<D>;
}

function guardedUnary(handler: UnaryHandler<unknown, unknown>, guard: Guard): UnaryHandler<unknown, unknown> {
  return async (request, call) => await handler(request, await authorize(call, guard));
}

function guardedStream(handler: StreamHandler<unknown, unknown>, guard: Guard): StreamHandler<unknown, unknown> {
  return async function* (request, call) {
    yield* handler(request, await authorize(call, guard));
  };
}

/**
 * The call with its principal.
 *
 * @throws DomainError `caller_not_allowed`, `sign_in_required`, `permission_missing`, `proof_required`
 */
export async function authorize(call: CallContext, guard: Guard): Promise<AuthorizedCall> {
  const surface = surfaceOf(call.caller.service);
  if (surface === undefined) return call;
  return surface === 'console' ? await authorizeConsole(call, guard) : await authorizePortal(call, guard);
}

async function authorizeConsole(call: CallContext, guard: Guard): Promise<AuthorizedCall> {
  const row = rowOf(guard.tables.console, call);
  if (row === 'anyone') return call;
  const principal = await personOf(call, 'console', guard);
  const rights = principal.administrator;
  if (rights === undefined || principal.level !== 'full') throw signInRequired();
  if (row.permission !== undefined && !rights.permissions.has(row.permission)) {
    throw new DomainError(
      'permission_missing',
      `The role ${rights.roleName} does not include ${row.permission}. An administrator with admin.write can change that.`,
    );
  }
  demandProof(row.proof, principal, guard);
  return { ...call, principal };
}

async function authorizePortal(call: CallContext, guard: Guard): Promise<AuthorizedCall> {
  const row = rowOf(guard.tables.portal, call);
  if (row === 'anyone') return call;
  const principal = await personOf(call, 'portal', guard);
  if (row.level === 'full' && principal.level !== 'full') throw signInRequired();
  // Whoever enrols their first method has nothing to prove with; the use case asks for what there is.
  if (principal.level === 'full') demandProof(row.proof, principal, guard);
  return { ...call, principal };
}

function rowOf<Row>(table: Readonly<Record<string, Row>>, call: CallContext): Row {
  const row = Object.hasOwn(table, call.method) ? table[call.method] : undefined;
  if (row === undefined) {
    throw new DomainError('caller_not_allowed', `${call.caller.service} may not call ${call.method}`);
  }
  return row;
}

async function personOf(call: CallContext, surface: Surface, guard: Guard): Promise<Principal> {
  const { session, isSessionQuiet: isQuiet = false } = call;
  const principal = session === undefined ? undefined : await guard.principals.find(session, surface, { isQuiet });
  if (principal === undefined || principal.surface !== surface) throw signInRequired();
  return principal;
}

function demandProof(isDemanded: boolean | undefined, principal: Principal, guard: Guard): void {
  if (isDemanded !== true || hasFreshProof(principal, guard.clock.now())) return;
  throw new DomainError('proof_required', 'Confirm with one of your sign-in methods, then the action goes on.');
}

function signInRequired(): DomainError {
  return new DomainError('sign_in_required', 'Sign in to go on.');
}
