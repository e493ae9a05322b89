import type { z } from 'zod';
import type { Language } from './language.ts';
import type { FileAnswer } from './file-answer.ts';
import type { ServerEvent } from './server-event.ts';

/** The methods that routes use. */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Whether a session cookie must be there: `half` and `signed_in` differ for the reader only, because what a session may do
 * is for the core to say.
 */
export type Access = 'anyone' | 'half' | 'signed_in';

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;

/** What a route answers: JSON of a schema, a file, a stream of events, or (left out) nothing. */
export type AnswerKind = z.ZodType | 'file' | 'events' | undefined;
type Answered<A extends AnswerKind> = A extends z.ZodType
  ? z.input<A>
  : A extends 'file'
    ? FileAnswer
    : A extends 'events'
      ? AsyncIterable<ServerEvent>
      : void;

/** One row of the route table of a door. */
export interface RouteDefinition<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  A extends AnswerKind = AnswerKind,
> {
  readonly method: HttpMethod;
  /** With `:name` for what `params` describes. */
  readonly path: `/${string}`;
  readonly access: Access;
  /** One sentence for the API's document. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer?: A;
  /** For bodies that are larger than usual, such as an import. */
  readonly bodyLimitOctets?: number;
}

/** What every call of the core on behalf of a request carries. */
export interface CallIdentity {
  readonly session?: string;
  /** The page asks by itself; nobody uses the session. */
  readonly isSessionQuiet?: boolean;
  readonly idempotencyKey?: string;
}

/** A request as a handler sees it: checked, and without the protocol. */
export interface RouteRequest<Core, Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The clients of the core that the door was given. */
  readonly core: Core;
  /** Session and idempotency key, to be handed to every call of the core. */
  readonly call: CallIdentity;
  /** The value of the session cookie; a secret. */
  readonly session: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly clientAddress: string;
  readonly language: Language;
  readonly userAgent: string;
  /** The origin under which browsers know this door. */
  readonly publicOrigin: string;
  /** The id of this request in the log and in a problem document. */
  readonly reference: string;
  /** Aborts when the browser went away. */
  readonly signal: AbortSignal;
  /** Sets the session cookie of the answer. */
  setSession(id: string): void;
  /** Removes the session cookie, and what the browser kept of these pages. */
  clearSession(): void;
}

/** Turns a request into an answer; throws `DomainError` to refuse. */
export type RouteHandler<Core, P extends Schema, Q extends Schema, B extends Schema, A extends AnswerKind> = (
  request: RouteRequest<Core, Parsed<P>, Parsed<Q>, Parsed<B>>,
) => Promise<Answered<A>> | (A extends 'events' ? AsyncIterable<ServerEvent> : never);

/** A row of the table with what it does. */
export interface Route<Core> {
  readonly definition: RouteDefinition;
  readonly handle: (request: RouteRequest<Core>) => unknown;
}

/** A door's `defineRoute`, which knows the door's clients of the core. */
export function routesOf<Core>() {
  return function defineRoute<
    P extends Schema = undefined,
    Q extends Schema = undefined,
    B extends Schema = undefined,
    A extends AnswerKind = undefined,
  >(definition: RouteDefinition<P, Q, B, A>, handler: RouteHandler<Core, P, Q, B, A>): Route<Core> {
    // The schemas of the definition make what the handler is given, so the two types agree.
    return { definition, handle: handler as Route<Core>['handle'] };
  };
}
