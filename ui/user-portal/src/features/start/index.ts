import { defineFeature } from '@countersign/ui-kit';

/** Where people land: the list of their methods. */
export const startFeatures = [
  defineFeature({ path: '/', texts: [], load: async () => (await import('./home-redirect.tsx')).HomeRedirect }),
];
