import { startPages } from '@countersign/ui-kit';
import { lazy } from 'react';
import { texts } from 'virtual:texts';
import { features } from './routes.ts';
import { BareFrame } from './shell/bare-frame.tsx';
import { PortalShell } from './shell/portal-shell.tsx';

void startPages({
  texts,
  features,
  frames: { shell: PortalShell, bare: BareFrame },
  signInPath: '/sign-in',
  signInAgain: lazy(async () => ({ default: (await import('./shell/sign-in-again.tsx')).SignInAgain })),
  proof: lazy(async () => ({ default: (await import('./shell/proof.tsx')).Proof })),
});
