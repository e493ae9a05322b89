import { defineFeature } from '@countersign/ui-kit';

/** Administrators, their roles, and what waits for a second one. */
export const administratorFeatures = [
  defineFeature({
    path: '/administrators',
    texts: ['administrators'],
    load: async () => (await import('./administrators-page.tsx')).AdministratorsPage,
  }),
  defineFeature({
    path: '/administrators/roles/$roleId',
    texts: ['administrators'],
    load: async () => (await import('./role-page.tsx')).RolePage,
  }),
];
