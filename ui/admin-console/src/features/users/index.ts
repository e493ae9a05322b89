import { defineFeature } from '@countersign/ui-kit';
import { USER_ACTIVITY_TEXTS } from '../user-activity/texts.ts';

const texts = ['users'];

/** Users: the list, one user, the form, and the import. */
export const userFeatures = [
  defineFeature({ path: '/users', texts, load: async () => (await import('./users-page.tsx')).UsersPage }),
  defineFeature({ path: '/users/new', texts, load: async () => (await import('./user-form-page.tsx')).NewUserPage }),
  defineFeature({ path: '/users/import', texts, load: async () => (await import('./import-page.tsx')).ImportPage }),
  defineFeature({
    path: '/users/$userId',
    texts: [...texts, ...USER_ACTIVITY_TEXTS],
    load: async () => (await import('./user-page.tsx')).UserPage,
  }),
  defineFeature({
    path: '/users/$userId/edit',
    texts,
    load: async () => (await import('./user-form-page.tsx')).EditUserPage,
  }),
];
