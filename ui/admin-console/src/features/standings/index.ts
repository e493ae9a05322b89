import { defineFeature } from '@countersign/ui-kit';

const texts = ['standings'];

/** A11, A12, A13: one-time bypasses, blocked users, reports of fraud. */
export const standingFeatures = [
  defineFeature({ path: '/bypasses', texts, load: async () => (await import('./bypasses-page.tsx')).BypassesPage }),
  defineFeature({ path: '/blocked', texts, load: async () => (await import('./blocked-page.tsx')).BlockedPage }),
  defineFeature({ path: '/fraud', texts, load: async () => (await import('./fraud-page.tsx')).FraudPage }),
];
