import type { AdministrationScope, Permission } from '@countersign/domain';
import type { CallContext } from '@countersign/rpc';

/** Which door a browser session belongs to; also the service name in that door's certificate, see {@link surfaceOf}. */
export type Surface = 'portal' | 'console';

/** What an administrator may do, as of the moment of the call. */
export interface AdministratorRights {
  readonly roleId: string;
  readonly roleName: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: AdministrationScope;
}

/** Whose browser session it is, resolved in the core for every call; a door cannot make one up. */
export interface Principal {
  readonly surface: Surface;
  /** Hexadecimal SHA-256 of the session's id: names the session without opening it. */
  readonly sessionKey: string;
  readonly userId: string;
  readonly userName: string;
  /** `enrolling`: the password was right and there is no method yet, so only enrollment is open. */
  readonly level: 'enrolling' | 'full';
  /** When a factor was last proved in this session, milliseconds since 1970; 0: not yet. */
  readonly provedAt: number;
  /** The authenticator that gave this proof; empty: none. */
  readonly provedById: string;
  /** Present in sessions of the console only. */
  readonly administrator?: AdministratorRights;
}

/** How long a proof stays fresh enough for a dangerous act (ux.md 5.6). */
export const FRESH_PROOF_MILLISECONDS = 5 * 60_000;

/** True when the principal proved a factor less than {@link FRESH_PROOF_MILLISECONDS} ago. */
export function hasFreshProof(principal: Principal, now: number): boolean {
  return principal.provedAt > 0 && now - principal.provedAt < FRESH_PROOF_MILLISECONDS;
}

/** Finds out whose session an id is. Sessions that carry no right (password right, factor missing) are not found. */
export interface PrincipalSource {
  /**
   * Keeps the session alive as well, unless it `isQuiet`: then it only looks. Undefined: there is none, or it is over.
   */
  find(sessionId: string, surface: Surface, options?: { readonly isQuiet?: boolean }): Promise<Principal | undefined>;
}

/** DI token of the {@link PrincipalSource}. */
export const PRINCIPALS = Symbol('PRINCIPALS');

const SURFACES: ReadonlyMap<string, Surface> = new Map([
  ['user-portal', 'portal'],
  ['admin-console', 'console'],
]);

/** The surface of a calling service; undefined for everybody who calls without a person's session. */
export function surfaceOf(service: string): Surface | undefined {
  return SURFACES.get(service);
}

/** A call whose session was resolved. */
export interface AuthorizedCall extends CallContext {
  readonly principal?: Principal;
}

/** Who asks, for handlers; undefined for the operator's command line and our own processes. */
export function principalOf(call: CallContext): Principal | undefined {
  return (call as AuthorizedCall).principal;
}
