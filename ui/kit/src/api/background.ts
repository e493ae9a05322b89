/** What is known of a query: when it was read or failed last, and what is fetched besides. */
export interface ReadBefore {
  readonly dataUpdatedAt: number;
  readonly errorUpdatedAt: number;
  readonly fetchMeta: { readonly fetchMore?: unknown } | null;
}

let touchedAt = 0;

/** Notes when somebody last pressed a key or pointed at something. */
export function noteTouches(target: EventTarget): void {
  for (const name of ['pointerdown', 'keydown', 'wheel']) {
    target.addEventListener(name, () => (touchedAt = Date.now()), { capture: true, passive: true });
  }
}

/**
 * Whether a page that reads again and again does so by itself: not the first time, not for more rows that somebody wants,
 * and not when somebody has touched the page since it read last.
 */
export function isByItself(read: ReadBefore | undefined, touched: number = touchedAt): boolean {
  if (read === undefined || read.fetchMeta?.fetchMore) return false;
  const readAt = Math.max(read.dataUpdatedAt, read.errorUpdatedAt);
  return readAt > 0 && touched <= readAt;
}
