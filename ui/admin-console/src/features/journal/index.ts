import { defineFeature } from '@countersign/ui-kit';

/** A27: the record of every attempt and every change. */
export const journalFeatures = [
  defineFeature({
    path: '/journal',
    texts: ['journalLog'],
    load: async () => (await import('./journal-page.tsx')).JournalPage,
  }),
];
