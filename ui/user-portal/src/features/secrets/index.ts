import { defineFeature } from '@countersign/ui-kit';

/** What people know rather than have: PIN, answers, and codes on paper. */
export const secretsFeatures = [
  defineFeature({ path: '/pin', texts: ['secrets'], load: async () => (await import('./pin-page.tsx')).PinPage }),
  defineFeature({
    path: '/questions',
    texts: ['secrets'],
    load: async () => (await import('./questions-page.tsx')).QuestionsPage,
  }),
  defineFeature({
    path: '/recovery-codes',
    texts: ['secrets'],
    load: async () => (await import('./recovery-codes-page.tsx')).RecoveryCodesPage,
  }),
];
