/** Codes that the browser itself gives, besides the server's. */
export type LocalProblemCode = 'network' | 'bad_answer';

/** An answer that is an error: problem+json (RFC 9457) of a door, or what the browser found. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly reference: string | undefined;
  readonly field: string | undefined;
  readonly detail: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly master: string | undefined;

  constructor(parts: ProblemParts) {
    super(parts.detail ?? parts.code);
    this.name = 'ApiProblem';
    this.code = parts.code;
    this.status = parts.status;
    this.reference = parts.reference;
    this.field = parts.field;
    this.detail = parts.detail;
    this.retryAfterSeconds = parts.retryAfterSeconds;
    this.master = parts.master;
  }
}

/** The members of a problem that pages use. */
export interface ProblemParts {
  readonly code: string;
  readonly status: number;
  readonly reference?: string;
  readonly field?: string;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
  readonly master?: string;
}

/** Reads the error of an answer, whatever was sent: a proxy in between may answer with a page. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body = await readJson(response);
  const text = (name: string) =>
    typeof body[name] === 'string' && body[name] !== '' ? (body[name] as string) : undefined;
  const seconds = Number(body.retryAfterSeconds ?? response.headers.get('retry-after') ?? Number.NaN);
  return new ApiProblem({
    code: text('code') ?? codeOfStatus(response.status),
    status: response.status,
    reference: text('reference'),
    field: text('field'),
    detail: text('detail'),
    master: text('master'),
    retryAfterSeconds: Number.isFinite(seconds) ? seconds : undefined,
  });
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  if (!(response.headers.get('content-type') ?? '').includes('json')) return {};
  const body: unknown = await response.json().catch(() => ({}));
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

function codeOfStatus(status: number): string {
  if (status === 401) return 'sign_in_required';
  if (status === 404) return 'not_found';
  if (status === 429) return 'attempts_throttled';
  return status >= 500 ? 'unavailable' : 'invalid_request';
}

/** What was thrown, as a problem: everything that fails can be shown. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ApiProblem({ code: 'bad_answer', status: 0, detail });
}
