/** What the build makes of the files in `i18n/` (ui/kit/build/texts.mjs). */
declare module 'virtual:texts' {
  import type { TextLoaders } from '@countersign/ui-kit';

  export const texts: TextLoaders;
}
