/** An answer of a door. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the answer; undefined where it has none. */
  readonly body: unknown;
}

/** Talks to a door as its pages do: with the cookie it was given last, and the headers that a browser adds. */
export class WebVisitor {
  readonly origin: string;
  #cookie = '';

  constructor(origin: string) {
    this.origin = new URL(origin).origin;
  }

  /** `name=value` of the session cookie; empty: none. */
  get cookie(): string {
    return this.#cookie;
  }

  async get(path: string): Promise<WebAnswer> {
    return await this.ask('GET', path);
  }

  async post(path: string, body: unknown = {}): Promise<WebAnswer> {
    return await this.ask('POST', path, body);
  }

  /** One request. `headers` replace what a browser on our own page would send; undefined leaves one out. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<WebAnswer> {
    const sent = {
      'sec-fetch-site': 'same-origin',
      'x-requested-by': 'countersign',
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
      ...headers,
    };
    const given = Object.entries(sent).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const answer = await fetch(`${this.origin}${path}`, {
      method,
      headers: given,
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(body ?? {}) }),
      signal: AbortSignal.timeout(20_000),
    });
    this.#keep(answer.headers.getSetCookie());
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return { status: answer.status, headers: answer.headers, body: isJson ? await answer.json() : undefined };
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) this.#cookie = cookie.split(';', 1)[0] ?? '';
  }
}
