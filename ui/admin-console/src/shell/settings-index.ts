/** Settings that the palette finds by name: `shell.setting.<id>`, and where each is. */
export const SETTINGS: readonly { readonly id: string; readonly path: string }[] = [
  { id: 'methods', path: '/settings#methods' },
  { id: 'lockout', path: '/settings#lockout' },
  { id: 'pin', path: '/settings#pin' },
  { id: 'trustedIps', path: '/settings#trustedIps' },
  { id: 'unknownUsers', path: '/settings#unknownUsers' },
  { id: 'smtp', path: '/mail#server' },
  { id: 'templates', path: '/mail#templates' },
  { id: 'questions', path: '/portal-settings#questions' },
  { id: 'enrollment', path: '/portal-settings#enrollment' },
];
