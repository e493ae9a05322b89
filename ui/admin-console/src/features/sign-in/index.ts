import { defineFeature } from '@countersign/ui-kit';

/** The way in, and the way out for who cannot come in. */
export const signInFeatures = [
  defineFeature({
    path: '/sign-in',
    texts: ['signIn'],
    frame: 'bare',
    access: 'anyone',
    load: async () => (await import('./sign-in-page.tsx')).SignIn,
  }),
];
