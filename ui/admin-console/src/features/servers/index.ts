import { defineFeature } from '@countersign/ui-kit';

/** Who is master, who follows, and how that changes. */
export const serverFeatures = [
  defineFeature({
    path: '/servers',
    texts: ['servers'],
    load: async () => (await import('./servers-page.tsx')).ServersPage,
  }),
];
