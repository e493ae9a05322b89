import type { AdministrationScope } from '@countersign/domain';

/** DI token of the {@link TokenList}. */
export const TOKEN_LIST = Symbol('TOKEN_LIST');

/** Which tokens are wanted. */
export interface TokenQuery {
  /** Beginning of a serial number or of the owner's user name; empty: all. */
  readonly search: string;
  readonly state: 'active' | 'suspended' | 'revoked' | 'unassigned' | 'assigned' | undefined;
  readonly kind: 'totp' | 'hotp' | undefined;
  readonly limit: number;
  /** Where the page before ended; undefined: from the beginning. */
  readonly after: TokenCursor | undefined;
  /** Tokens of users outside are not there; those of nobody are. */
  readonly scope: AdministrationScope;
}

/** The end of a page. */
export interface TokenCursor {
  readonly serial: string;
  readonly id: string;
}

/** A generator of one-time passwords as a list shows it. Instants are milliseconds since 1970, 0: never. */
export interface ListedToken {
  readonly id: string;
  readonly serialNumber: string;
  readonly kind: string;
  readonly algorithm: string;
  readonly digits: number;
  /** 0: counts events. */
  readonly periodSeconds: number;
  readonly userId: string;
  readonly userName: string;
  readonly lastUsedAt: number;
  readonly driftSteps: number;
  readonly state: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly name: string;
  readonly boundAt: number;
  readonly createdAt: number;
}

/** A page of tokens. */
export interface TokenPage {
  readonly tokens: readonly ListedToken[];
  readonly next: TokenCursor | undefined;
  /** Counted up to a limit. */
  readonly total: number;
}

/** Reads tokens for administrators. */
export interface TokenList {
  list(query: TokenQuery): Promise<TokenPage>;
}
