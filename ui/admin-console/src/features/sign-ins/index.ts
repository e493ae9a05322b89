import { defineFeature } from '@countersign/ui-kit';

const texts = ['signIns', 'reasons'];

/** A29: who signed in, who was refused, and why. */
export const signInLogFeatures = [
  defineFeature({ path: '/sign-ins', texts, load: async () => (await import('./sign-ins-page.tsx')).SignInsPage }),
  defineFeature({
    path: '/sign-ins/$signInId',
    texts,
    load: async () => (await import('./sign-in-page.tsx')).SignInPage,
  }),
];
