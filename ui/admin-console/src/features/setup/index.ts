import { defineFeature } from '@countersign/ui-kit';

const page = async () => (await import('./setup-page.tsx')).SetupPage;

/** The first set-up: the token, then one address per step. */
export const setupFeatures = [
  defineFeature({ path: '/setup', texts: ['setup'], frame: 'bare', access: 'anyone', load: page }),
  defineFeature({ path: '/setup/$step', texts: ['setup'], frame: 'bare', access: 'anyone', load: page }),
];
