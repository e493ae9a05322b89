import type { ComponentType } from 'react';

/** One page of a set of pages: where it is, its texts, and its code, which is fetched when somebody goes there. */
export interface Feature {
  /** As TanStack Router writes it: `/users/$userId`. */
  readonly path: string;
  /** Scopes of texts besides `base`. */
  readonly texts: readonly string[];
  readonly load: () => Promise<ComponentType>;
  /** `bare`: without navigation, for everything before the sign-in. */
  readonly frame?: 'shell' | 'bare';
  /** `anyone`: needs no session. */
  readonly access?: 'anyone' | 'signed_in';
}

/** Declares a page. `features/<name>/index.ts` exports a list of these, `routes.ts` of the pages lists the lists. */
export function defineFeature(feature: Feature): Feature {
  return feature;
}
