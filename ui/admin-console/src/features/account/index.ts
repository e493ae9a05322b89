import { defineFeature } from '@countersign/ui-kit';

/** One's own account in the console. */
export const accountFeatures = [
  defineFeature({
    path: '/account',
    texts: ['account'],
    load: async () => (await import('./account-page.tsx')).AccountPage,
  }),
];
