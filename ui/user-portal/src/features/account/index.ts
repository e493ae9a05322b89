import { defineFeature } from '@countersign/ui-kit';

/** The rest of an account that its owner decides about. */
export const accountFeatures = [
  defineFeature({
    path: '/bypass',
    texts: ['account'],
    load: async () => (await import('./bypass-page.tsx')).BypassPage,
  }),
  defineFeature({
    path: '/preferences',
    texts: ['account'],
    load: async () => (await import('./preferences-page.tsx')).PreferencesPage,
  }),
  defineFeature({
    path: '/activity',
    texts: ['account'],
    load: async () => (await import('./activity-page.tsx')).ActivityPage,
  }),
  defineFeature({
    path: '/sessions',
    texts: ['account'],
    load: async () => (await import('./sessions-page.tsx')).SessionsPage,
  }),
];
