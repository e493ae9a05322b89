import { describe, expect, it } from '@jest/globals';
import { REJECTION_REASONS } from '../authentication/rejection-reason.ts';
import { type PromptId, rejectionPrompt } from '../authentication/verdict.ts';
import { LONGEST_PROMPT_OCTETS, promptText } from './prompts.ts';

const PROMPT_IDS = Object.keys({
  enter_code: 0,
  enter_text_message_code: 0,
  code_wrong_try_again: 0,
  text_message_failed_enter_code: 0,
  pin_change_required: 0,
  denied: 0,
  challenge_over: 0,
} satisfies Record<PromptId, 0>) as readonly PromptId[];

describe.each(PROMPT_IDS)('the prompt %s', (prompt) => {
  it.each(['en', 'fr'] as const)('fits a RADIUS attribute in %s, in ASCII unless more is asked for', (language) => {
    const [ascii, unicode] = [promptText(prompt, language), promptText(prompt, language, 'unicode')];
    expect(ascii).toMatch(/^[\x20-\x7e]+$/);
    expect(ascii).toHaveLength(unicode.length);
    for (const text of [ascii, unicode]) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST_PROMPT_OCTETS);
  });

  it('has a text of its own in each language', () => {
    expect(promptText(prompt, 'fr', 'unicode')).not.toBe(promptText(prompt, 'en', 'unicode'));
    const others = PROMPT_IDS.filter((other) => other !== prompt).map((other) => promptText(other, 'en'));
    expect(others).not.toContain(promptText(prompt, 'en'));
  });
});

describe('the text of a rejection', () => {
  it('keeps its accents where they can be shown, and only there', () => {
    expect(promptText('denied', 'fr', 'unicode')).toBe('La connexion a été refusée.');
    expect(promptText('denied', 'fr')).toBe('La connexion a ete refusee.');
    expect(promptText('code_wrong_try_again', 'fr')).toContain("n'a pas ete");
  });

  it('exists for every reason', () => {
    for (const reason of REJECTION_REASONS) expect(promptText(rejectionPrompt(reason), 'fr')).not.toBe('');
  });
});
