import type { Feature } from '@countersign/ui-kit';
import { accountFeatures } from './features/account/index.ts';
import { enrollFeatures } from './features/enroll/index.ts';
import { methodsFeatures } from './features/methods/index.ts';
import { secretsFeatures } from './features/secrets/index.ts';
import { signInFeatures } from './features/sign-in/index.ts';
import { startFeatures } from './features/start/index.ts';

/** Every page: each area lists its own in `features/<area>/index.ts`. */
export const features: readonly Feature[] = [
  ...startFeatures,
  ...signInFeatures,
  ...enrollFeatures,
  ...methodsFeatures,
  ...secretsFeatures,
  ...accountFeatures,
];
