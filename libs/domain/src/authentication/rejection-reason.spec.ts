import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REJECTION_REASONS } from './rejection-reason.ts';

const UI = path.join(import.meta.dirname, '../../../../ui/admin-console');

describe('the reasons of a refusal, for administrators', () => {
  it.each(['en', 'fr'])('each have a cause and a next step in %s, and nothing else is there', (language) => {
    const file = path.join(UI, 'i18n', `reasons.${language}.json`);
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const wanted = REJECTION_REASONS.flatMap((reason) => [`reasons.${reason}.cause`, `reasons.${reason}.next`]);
    expect(Object.keys(texts).toSorted()).toEqual(wanted.toSorted());
    expect(Object.values(texts).filter((text) => text.length < 15)).toEqual([]);
  });

  it('are all known to the pages, so that none is shown as a bare word', () => {
    const source = readFileSync(path.join(UI, 'src/features/sign-ins/words.ts'), 'utf8');
    expect(REJECTION_REASONS.filter((reason) => !source.includes(`'${reason}'`))).toEqual([]);
  });
});
