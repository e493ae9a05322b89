import { defineFeature } from '@countersign/ui-kit';

/** Generators of one-time passwords: the list and the import. */
export const tokenFeatures = [
  defineFeature({
    path: '/tokens',
    texts: ['tokens'],
    load: async () => (await import('./tokens-page.tsx')).TokensPage,
  }),
  defineFeature({
    path: '/tokens/import',
    texts: ['tokens'],
    load: async () => (await import('./import-page.tsx')).ImportPage,
  }),
];
