import { useState } from 'react';

/** Something that this browser remembers. What cannot be read is as if it had never been there. */
export function useStored<V>(name: string, initial: V): [V, (value: V) => void] {
  const [value, setValue] = useState<V>(() => read(name) ?? initial);
  const store = (next: V) => {
    setValue(next);
    try {
      localStorage.setItem(name, JSON.stringify(next));
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
  };
  return [value, store];
}

function read<V>(name: string): V | undefined {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as V | null) ?? undefined;
  } catch {
    return undefined;
  }
}
