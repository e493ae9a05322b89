import { defineFeature } from '@countersign/ui-kit';

const texts = ['users'];

/** Users: the list, one user, the form, and the import. */
export const userFeatures = [
  defineFeature({ path: '/users', texts, load: async () => (await import('./users-page.tsx')).UsersPage }),
  defineFeature({ path: '/users/new', texts, load: async () => (await import('./user-form-page.tsx')).NewUserPage }),
  defineFeature({ path: '/users/import', texts, load: async () => (await import('./import-page.tsx')).ImportPage }),
  defineFeature({ path: '/users/$userId', texts, load: async () => (await import('./user-page.tsx')).UserPage }),
  defineFeature({
    path: '/users/$userId/edit',
    texts,
    load: async () => (await import('./user-form-page.tsx')).EditUserPage,
  }),
];
