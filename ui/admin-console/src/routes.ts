import type { Feature } from '@countersign/ui-kit';
import { startFeatures } from './features/start/index.ts';

/** Every page: each area lists its own in `features/<area>/index.ts`. */
export const features: readonly Feature[] = [...startFeatures];
