/** Which rows are chosen: some by their keys, or all that the filter finds but some. The server is told the latter as filter and exclusions. */
export interface Selection {
  readonly isAll: boolean;
  /** Chosen keys, or with `isAll` the ones left out. */
  readonly keys: ReadonlySet<string>;
}

/** Nothing is chosen. */
export const NO_SELECTION: Selection = { isAll: false, keys: new Set() };
/** Everything that the filter finds. */
export const ALL_MATCHING: Selection = { isAll: true, keys: new Set() };

/** True when the row of this key is chosen. */
export function isSelected(selection: Selection, key: string): boolean {
  return selection.isAll !== selection.keys.has(key);
}

/** The selection with one row added or taken out. */
export function toggle(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { ...selection, keys };
}

/** How many rows are chosen; `total` is what the filter finds. */
export function selectedCount(selection: Selection, total: number): number {
  return selection.isAll ? Math.max(0, total - selection.keys.size) : selection.keys.size;
}

/** The next order when the head of a column is pressed: up, down, up. `-name` is descending. */
export function nextSort(current: string | undefined, column: string): string {
  return current === column ? `-${column}` : column;
}

/** What `aria-sort` of a column says. */
export function sortOf(current: string | undefined, column: string): 'ascending' | 'descending' | 'none' {
  if (current === column) return 'ascending';
  return current === `-${column}` ? 'descending' : 'none';
}
