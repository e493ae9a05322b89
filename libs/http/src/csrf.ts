/** The parts of a request that tell where it was made. */
export interface RequestOrigin {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** The header that only a script of our own origin can add without asking the server first. */
const REQUESTED_BY = 'countersign';

/**
 * Why a request must not be carried out because a page of another origin may have made it; undefined when it may.
 * Four layers besides the cookie's SameSite: the browser's own word (Sec-Fetch-Site, or Origin where it is missing), the
 * content type, and a header of ours.
 */
export function crossSiteProblem({ method, headers }: RequestOrigin, publicOrigin: string): string | undefined {
  const site = headers['sec-fetch-site'];
  if (SAFE_METHODS.has(method)) return readProblem(site);
  if (site !== undefined ? site !== 'same-origin' : headers['origin'] !== publicOrigin) {
    return 'changes are accepted from our own pages only';
  }
  if (!isJson(headers['content-type'])) return 'changes are accepted as application/json only';
  return headers['x-requested-by'] === REQUESTED_BY ? undefined : 'the header X-Requested-By is missing';
}

/** Reading: typed into the address bar (`none`), from our own pages, or from a client that is no browser. */
function readProblem(site: RequestOrigin['headers'][string]): string | undefined {
  const isFine = site === undefined || site === 'same-origin' || site === 'none';
  return isFine ? undefined : 'this is readable from our own pages only';
}

function isJson(header: RequestOrigin['headers'][string]): boolean {
  return typeof header === 'string' && header.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}
