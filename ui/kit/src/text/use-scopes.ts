import { useEffect, useState } from 'react';
import { useCatalogue } from './text-context.tsx';

/** Loads texts that no page brought along; true when they are there. */
export function useScopes(scopes: readonly string[]): boolean {
  const catalogue = useCatalogue();
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    void catalogue.load(scopes).then(() => setReady(true));
  }, [catalogue, scopes]);
  return isReady;
}
