/** One event of a stream; `data` goes as JSON. */
export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
  /** Sent back by the browser as `Last-Event-ID` when it connects again. */
  readonly id?: string;
}

/** The event on the wire (HTML Standard, "event stream format"). JSON has no line breaks of its own. */
export function encodeEvent({ event, data, id }: ServerEvent): string {
  const idLine = id === undefined ? '' : `id: ${id.replaceAll(/[\r\n\0]/g, '')}\n`;
  return `${idLine}event: ${event.replaceAll(/[\r\n]/g, '')}\ndata: ${JSON.stringify(data)}\n\n`;
}
