import { defineFeature } from '@countersign/ui-kit';

/** The help page about keys and the palette. */
export const startFeatures = [
  defineFeature({ path: '/keys', texts: [], load: async () => (await import('./keys-page.tsx')).KeysPage }),
];
