import type { Feature } from '@countersign/ui-kit';
import { startFeatures } from './features/start/index.ts';
import { radiusFeatures } from './features/radius/index.ts';
import { tokenFeatures } from './features/tokens/index.ts';
import { settingsFeatures } from './features/settings/index.ts';

/** Every page: each area lists its own in `features/<area>/index.ts`. */
export const features: readonly Feature[] = [
  ...settingsFeatures,
  ...startFeatures,
  ...radiusFeatures,
  ...tokenFeatures,
];
