import { defineFeature } from '@countersign/ui-kit';

/** Company settings, texts, mail and what the portal offers. */
export const settingsFeatures = [
  defineFeature({
    path: '/settings',
    texts: ['config'],
    load: async () => (await import('./company-page.tsx')).CompanyPage,
  }),
  defineFeature({
    path: '/portal-settings',
    texts: ['config'],
    load: async () => (await import('./portal-page.tsx')).PortalPage,
  }),
  defineFeature({
    path: '/messages',
    texts: ['config'],
    load: async () => (await import('./messages-page.tsx')).MessagesPage,
  }),
  defineFeature({
    path: '/mail',
    texts: ['config'],
    load: async () => (await import('./mail-page.tsx')).MailPage,
  }),
];
