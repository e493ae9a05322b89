import { invalid, type Parsed, type Problem, valid } from '../problem.ts';
import { MAIL_VALUES, type MailEvent, type MailTemplate } from './mail-templates.ts';

const LONGEST_SUBJECT = 150;
const LONGEST_TEXT = 8000;
const PLACEHOLDER = /<\$([^<>]*)\$>/g;

/** Reads a mail's template from JSON; every problem of it is named. */
export function checkMailTemplate(event: MailEvent, value: unknown, field: string): Parsed<MailTemplate> {
  const { subject, text } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof subject !== 'string' || typeof text !== 'string') {
    return invalid({ field, code: 'not_a_template', message: `${field} must have a subject and a text.` });
  }
  const problems = [...shapeProblems(subject, text), ...placeholderProblems(event, `${subject} ${text}`)];
  return problems.length === 0
    ? valid({ subject: subject.trim(), text: text.trim() })
    : invalid(...problems.map(({ code, message }): Problem => ({ field, code, message: `${field} ${message}` })));
}

/** What a template of an event must say, because the mail would be useless without it. */
export function requiredValues(event: MailEvent): readonly (typeof MAIL_VALUES)[number][] {
  return [
    ...(event.endsWith('_pin') ? (['pin'] as const) : []),
    ...(event.startsWith('welcome_enroll') ? (['portal_url'] as const) : []),
  ];
}

type Complaint = Pick<Problem, 'code' | 'message'>;

function shapeProblems(subject: string, text: string): Complaint[] {
  const problems: Complaint[] = [];
  if (subject.trim() === '' || subject.length > LONGEST_SUBJECT || /[\p{Cc}\p{Cs}]/u.test(subject)) {
    problems.push({
      code: 'not_a_line',
      message: `needs a subject of one line, at most ${LONGEST_SUBJECT} characters.`,
    });
  }
  if (text.trim() === '' || text.length > LONGEST_TEXT || /[^\P{Cc}\n\t]|\p{Cs}/u.test(text)) {
    problems.push({ code: 'malformed_text', message: `needs a text of at most ${LONGEST_TEXT} plain characters.` });
  }
  return problems;
}

function placeholderProblems(event: MailEvent, whole: string): Complaint[] {
  const names = [...whole.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const known: readonly string[] = MAIL_VALUES;
  const unknown = [...new Set(names)].filter((name) => !known.includes(name));
  const missing = requiredValues(event).filter((name) => !names.includes(name));
  const broken = /<\$|\$>/.test(whole.replace(PLACEHOLDER, ''));
  return [
    ...unknown.map((name) => ({
      code: 'unknown_placeholder',
      message: `has <$${name}$>, for which there is no value.`,
    })),
    ...missing.map((name) => ({ code: 'missing_placeholder', message: `does not hold <$${name}$>, which it needs.` })),
    ...(broken ? [{ code: 'malformed_placeholder', message: 'has a placeholder that is not written <$name$>.' }] : []),
  ];
}
