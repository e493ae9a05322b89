import type { Feature } from '@countersign/ui-kit';
import { accountFeatures } from './features/account/index.ts';
import { administratorFeatures } from './features/administrators/index.ts';
import { journalFeatures } from './features/journal/index.ts';
import { radiusFeatures } from './features/radius/index.ts';
import { reportFeatures } from './features/reports/index.ts';
import { serverFeatures } from './features/servers/index.ts';
import { userFeatures } from './features/users/index.ts';
import { settingsFeatures } from './features/settings/index.ts';
import { setupFeatures } from './features/setup/index.ts';
import { signInFeatures } from './features/sign-in/index.ts';
import { signInLogFeatures } from './features/sign-ins/index.ts';
import { standingFeatures } from './features/standings/index.ts';
import { startFeatures } from './features/start/index.ts';
import { statusFeatures } from './features/status/index.ts';
import { tokenFeatures } from './features/tokens/index.ts';

/** Every page: each area lists its own in `features/<area>/index.ts`. */
export const features: readonly Feature[] = [
  ...accountFeatures,
  ...administratorFeatures,
  ...radiusFeatures,
  ...serverFeatures,
  ...settingsFeatures,
  ...setupFeatures,
  ...startFeatures,
  ...signInFeatures,
  ...tokenFeatures,
  ...userFeatures,
  ...statusFeatures,
  ...signInLogFeatures,
  ...standingFeatures,
  ...journalFeatures,
  ...reportFeatures,
];
