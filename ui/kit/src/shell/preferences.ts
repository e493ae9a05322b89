import { useSyncExternalStore } from 'react';

/** How the pages look. */
export type Theme = 'system' | 'light' | 'dark';

interface Preferences {
  readonly theme: Theme;
  readonly hasShortcuts: boolean;
  readonly timeZone: string;
}

const KEY = 'countersign.preferences';
const DEFAULTS: Preferences = { theme: 'system', hasShortcuts: true, timeZone: '' };
const listeners = new Set<() => void>();
let current: Preferences = read();

function read(): Preferences {
  try {
    return { ...DEFAULTS, ...(JSON.parse(globalThis.localStorage?.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return DEFAULTS;
  }
}

function show(): void {
  const { documentElement } = document;
  if (current.theme === 'system') delete documentElement.dataset.theme;
  else documentElement.dataset.theme = current.theme;
}

/** Changes what this browser remembers of how the pages look and behave. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  show();
  for (const listener of listeners) listener();
}

/** Makes the remembered theme visible; called once before anything is drawn. */
export function applyPreferences(): void {
  show();
}

/** What this browser remembers: theme, shortcuts, time zone (empty: the browser's). */
export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
