import { defineFeature } from '@countersign/ui-kit';

/** RADIUS clients: the list, adding one, and everything about one. */
export const radiusFeatures = [
  defineFeature({
    path: '/radius',
    texts: ['nas'],
    load: async () => (await import('./clients-page.tsx')).ClientsPage,
  }),
  defineFeature({
    path: '/radius/new',
    texts: ['nas'],
    load: async () => (await import('./add-page.tsx')).AddPage,
  }),
  defineFeature({
    path: '/radius/clients/$clientId',
    texts: ['nas'],
    load: async () => (await import('./client-page.tsx')).ClientPage,
  }),
];
