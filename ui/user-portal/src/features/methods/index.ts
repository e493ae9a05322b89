import { defineFeature } from '@countersign/ui-kit';

/** The person's own methods (home) and phone numbers. */
export const methodsFeatures = [
  defineFeature({
    path: '/methods',
    texts: ['methods'],
    load: async () => (await import('./methods-page.tsx')).MethodsPage,
  }),
  defineFeature({
    path: '/phones',
    texts: ['methods'],
    load: async () => (await import('./phones-page.tsx')).PhonesPage,
  }),
];
