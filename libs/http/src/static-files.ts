import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** A built file of the pages, with its smaller forms. */
export interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
  readonly etag: string;
  /** True when the name holds a hash of the content: it may be kept for ever. */
  readonly isImmutable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
/** `name-<hash>.ext` below assets/, as Vite names files. */
const HASHED = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const WORTH_COMPRESSING = 1024;

/**
 * The built pages in memory. A request is a look-up in a map, so no path of a request ever becomes a path of the disk.
 * Files of types that we do not serve (source maps) are left out.
 */
export class StaticFiles {
  readonly #files = new Map<string, StaticFile>();

  /** @param folder the build's output; where it is missing there are no pages, and the door says so */
  constructor(folder: string) {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      const type = TYPES[path.extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const name = `/${path.relative(folder, file).split(path.sep).join('/')}`;
      this.#files.set(name, toStaticFile(name, type, readFileSync(file)));
    }
  }

  /** The file at a path of the site. */
  find(pathname: string): StaticFile | undefined {
    return this.#files.get(pathname);
  }

  /** The one document of the pages. */
  get index(): StaticFile | undefined {
    return this.#files.get('/index.html');
  }
}

/** The form of a file that a browser accepts, smallest first. */
export function encodingFor(
  file: StaticFile,
  acceptEncoding: string | undefined,
): { readonly body: Buffer; readonly encoding: 'br' | 'gzip' | undefined } {
  const accepted = (acceptEncoding ?? '').split(',').map((each) => each.split(';', 1)[0]?.trim());
  if (file.brotli !== undefined && accepted.includes('br')) return { body: file.brotli, encoding: 'br' };
  if (file.gzip !== undefined && accepted.includes('gzip')) return { body: file.gzip, encoding: 'gzip' };
  return { body: file.body, encoding: undefined };
}

function toStaticFile(name: string, type: string, body: Buffer): StaticFile {
  const isText = /^(text|application)\/|svg/.test(type) && body.length >= WORTH_COMPRESSING;
  return {
    type,
    body,
    brotli: isText ? brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }) : undefined,
    gzip: isText ? gzipSync(body, { level: 9 }) : undefined,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
    isImmutable: HASHED.test(name),
  };
}
