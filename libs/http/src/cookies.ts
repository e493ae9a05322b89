/** A session id as the core makes it: 256 bits in base64url. */
const SESSION_ID = /^[A-Za-z0-9_-]{43}$/;

/** A cookie that only this host gets, only over a secure way, only from its own pages, and no script sees. */
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** The `__Host-` cookie of a door. Its value is never logged. */
export class SessionCookie {
  readonly #name: string;

  /** @param shortName `por` or `con`; the prefix makes the browser insist on Secure, Path=/ and no Domain. */
  constructor(shortName: string) {
    this.#name = `__Host-${shortName}`;
  }

  /** The session id in a `Cookie` header; a value that cannot be one counts as none, and so do two of them. */
  read(header: string | undefined): string | undefined {
    const values = (header ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.#name}=`))
      .map((pair) => pair.slice(this.#name.length + 1));
    const [value] = values;
    return values.length === 1 && value !== undefined && SESSION_ID.test(value) ? value : undefined;
  }

  /** `Set-Cookie` with a session id. It lasts as long as the browser runs; the core ends it sooner. */
  set(id: string): string {
    if (!SESSION_ID.test(id)) throw new Error('a session id must be 256 bits in base64url');
    return `${this.#name}=${id}; ${ATTRIBUTES}`;
  }

  /** `Set-Cookie` that removes it. */
  clear(): string {
    return `${this.#name}=; ${ATTRIBUTES}; Max-Age=0`;
  }
}
