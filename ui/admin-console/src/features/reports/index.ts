import { defineFeature } from '@countersign/ui-kit';

/** A28: numbers and histories over a time. */
export const reportFeatures = [
  defineFeature({
    path: '/reports',
    texts: ['reports', 'signIns', 'reasons'],
    load: async () => (await import('./reports-page.tsx')).ReportsPage,
  }),
];
