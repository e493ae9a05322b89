import { defineFeature } from '@countersign/ui-kit';

/** A03: what happens now and what needs attention. */
export const statusFeatures = [
  defineFeature({
    path: '/',
    texts: ['statusPage', 'signIns', 'reasons'],
    load: async () => (await import('./status-page.tsx')).StatusPage,
  }),
];
