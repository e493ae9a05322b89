import { defineFeature, type Feature } from '@countersign/ui-kit';

const pages: Readonly<Record<string, Feature['load']>> = {
  '': async () => (await import('./choose-page.tsx')).ChoosePage,
  '/phone': async () => (await import('./phone-page.tsx')).PhonePage,
  '/app': async () => (await import('./app-page.tsx')).AppPage,
  '/token': async () => (await import('./device-page.tsx')).DevicePage,
  '/passkey': async () => (await import('./passkey-page.tsx')).PasskeyPage,
  '/done': async () => (await import('./done-page.tsx')).DonePage,
};

/** New methods: at the first sign-in below `/enroll`, later below `/methods/add`. The pages are the same. */
export const enrollFeatures: readonly Feature[] = ['/enroll', '/methods/add'].flatMap((base) =>
  Object.entries(pages).map(([path, load]) => defineFeature({ path: `${base}${path}`, texts: ['enroll'], load })),
);
