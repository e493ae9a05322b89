import { describe, expect, it } from '@jest/globals';
import { checkMailTemplate } from './check-mail-template.ts';
import { MAIL_TEMPLATES, type MailEvent } from './mail-templates.ts';

const codesOf = (event: MailEvent, value: unknown) => {
  const parsed = checkMailTemplate(event, value, 'field');
  return parsed.kind === 'valid' ? [] : parsed.problems.map(({ code }) => code);
};

describe('checkMailTemplate', () => {
  it.each(Object.keys(MAIL_TEMPLATES) as MailEvent[])('accepts what %s says by default', (event) => {
    expect(codesOf(event, MAIL_TEMPLATES[event].en)).toEqual([]);
    expect(codesOf(event, MAIL_TEMPLATES[event].fr)).toEqual([]);
  });

  it.each([
    ['method_added', 'text', ['not_a_template']],
    ['method_added', { subject: '', text: 'x' }, ['not_a_line']],
    ['method_added', { subject: 'a\nBcc: b@c', text: 'x' }, ['not_a_line']],
    ['method_added', { subject: 'a', text: 'x\u0007' }, ['malformed_text']],
    ['method_added', { subject: 'a', text: '<$password$>' }, ['unknown_placeholder']],
    ['method_added', { subject: 'a', text: '<$name' }, ['malformed_placeholder']],
    ['welcome_oath_pin', { subject: 'a', text: 'no first PIN' }, ['missing_placeholder']],
    ['welcome_enroll', { subject: 'a', text: 'no way there' }, ['missing_placeholder']],
  ] as const)('refuses for %s %j', (event, value, codes) => {
    expect(codesOf(event, value)).toEqual(codes);
  });
});
