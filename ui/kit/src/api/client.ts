import { ApiProblem, readProblem } from './problem.ts';

/** One route as the generated tables describe it. */
export interface ApiRoute {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly answer: unknown;
}
/** A door's routes by `METHOD /path/:param`. */
export type ApiTable<T> = { readonly [K in keyof T]: ApiRoute };
/** Routes that change nothing. */
export type ReadRoute<T> = Extract<keyof T, `GET ${string}`>;
/** Routes that change something. */
export type WriteRoute<T> = Exclude<Extract<keyof T, string>, `GET ${string}`>;

type Part<R, K extends string> =
  R extends Record<K, infer V>
    ? [V] extends [undefined] | [never]
      ? unknown
      : Record<never, never> extends V
        ? { readonly [P in K]?: V }
        : { readonly [P in K]: V }
    : unknown;

/** What a call of a route must bring: only the parts that the route has. */
export type ApiInput<R> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>;
/** What a route answers with. */
export type ApiAnswer<R> = R extends { answer: infer A } ? A : never;

/** What a call may say besides its input. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** The same for every try of the same change. */
  readonly idempotencyKey?: string;
  /** For the sign-in itself: an unknown session is an answer there. */
  readonly isQuiet?: boolean;
  /** The page reads by itself, so the session does not live on because of it. */
  readonly isBackground?: boolean;
}

/** What the client asks of the pages around it: true when the request is to be sent once more. */
export interface ClientHooks {
  language(): string;
  proofRequired?(problem: ApiProblem): Promise<boolean>;
  signInRequired?(problem: ApiProblem): Promise<boolean>;
  answered?(problem?: ApiProblem): void;
}

/** The parts of a request, untyped: what the typed client is made of. */
export interface RawInput {
  readonly params?: Record<string, string | number>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
}

/** Sends requests to the door that served the page. */
export class ApiClient {
  private readonly hooks: ClientHooks;
  private readonly fetch: typeof globalThis.fetch;

  constructor(hooks: ClientHooks, fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)) {
    this.hooks = hooks;
    this.fetch = fetch;
  }

  /** Sends a request; after a step-up or a new sign-in the same request goes out again by itself. */
  async send(route: string, input: RawInput = {}, options: CallOptions = {}): Promise<unknown> {
    const key = options.idempotencyKey ?? newIdempotencyKey();
    try {
      return await this.once(route, input, { ...options, idempotencyKey: key });
    } catch (error) {
      if (!(error instanceof ApiProblem) || !(await this.isCured(error, options))) throw error;
      return await this.once(route, input, { ...options, idempotencyKey: key });
    }
  }

  private async isCured(problem: ApiProblem, options: CallOptions): Promise<boolean> {
    if (options.isQuiet) return false;
    if (problem.code === 'proof_required') return (await this.hooks.proofRequired?.(problem)) ?? false;
    if (problem.code === 'sign_in_required') return (await this.hooks.signInRequired?.(problem)) ?? false;
    return false;
  }

  private async once(route: string, input: RawInput, options: CallOptions): Promise<unknown> {
    const [method = 'GET', path = '/'] = route.split(' ');
    const init = requestOf(method, input, options, this.hooks.language());
    const response = await this.fetch(addressOf(path, input), init).catch((error: unknown) => {
      if (options.signal?.aborted) throw error;
      const problem = new ApiProblem({ code: 'network', status: 0 });
      this.hooks.answered?.(problem);
      throw problem;
    });
    if (!response.ok) {
      const problem = await readProblem(response);
      this.hooks.answered?.(problem);
      throw problem;
    }
    this.hooks.answered?.();
    return await readAnswer(response);
  }
}

async function readAnswer(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  if (!(response.headers.get('content-type') ?? '').includes('json')) return await response.text();
  return (await response.json()) as unknown;
}

function requestOf(method: string, input: RawInput, options: CallOptions, language: string): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language };
  if (options.isBackground) headers['x-background'] = '1';
  if (method !== 'GET') {
    headers['x-requested-by'] = 'countersign';
    headers['content-type'] = 'application/json';
    headers['idempotency-key'] = options.idempotencyKey ?? newIdempotencyKey();
  }
  const body = method === 'GET' ? undefined : JSON.stringify(input.body ?? {});
  return { method, headers, body, signal: options.signal, credentials: 'same-origin', redirect: 'error' };
}

/** The address of a route with its parameters and its query; empty values are left out. */
export function addressOf(path: string, input: RawInput): string {
  const filled = path.replace(/:(\w+)/g, (_all, name: string) => {
    const value = input.params?.[name];
    if (value === undefined || value === '') throw new Error(`The parameter ${name} of ${path} is missing.`);
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
    }
  }
  const text = query.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

/** A new key under which a change is made at most once. */
export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}
