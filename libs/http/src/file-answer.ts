/** A file that the browser saves. */
export interface FileAnswer {
  /** Its name on the person's disk. */
  readonly name: string;
  /** As in `text/csv; charset=utf-8`. */
  readonly type: string;
  readonly content: string | Buffer | AsyncIterable<string | Buffer>;
}

/** `Content-Disposition` of a file; a name that could end the header early is made plain. */
export function contentDisposition(name: string): string {
  const plain = name.replaceAll(/[^\w.-]+/g, '-').slice(0, 120);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`;
}
