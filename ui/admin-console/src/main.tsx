import { startPages } from '@countersign/ui-kit';
import { lazy } from 'react';
import { texts } from 'virtual:texts';
import { features } from './routes.ts';
import { BareFrame } from './shell/bare-frame.tsx';

void startPages({
  texts,
  features,
  // The menus of the frame weigh more than the sign-in: they come with the first page behind it.
  frames: {
    shell: lazy(async () => ({ default: (await import('./shell/console-shell.tsx')).ConsoleShell })),
    bare: BareFrame,
  },
  signInPath: '/sign-in',
  signInAgain: lazy(async () => ({ default: (await import('./shell/sign-in-again.tsx')).SignInAgain })),
  proof: lazy(async () => ({ default: (await import('./shell/proof.tsx')).Proof })),
});
