import { expect, it } from '@jest/globals';
import { preferredLanguage } from './language.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'fr'],
  ['fr-CH, en;q=0.9', 'fr'],
  ['en;q=0.5, fr;q=0.8', 'fr'],
  ['de, fr;q=0', 'en'],
  ['de-DE,de;q=0.9', 'en'],
  ['fr;q=2', 'en'],
  ['<script>', 'en'],
] as const)('prefers for %j the language %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
