import type { Problem } from '../problem.ts';
import { isWellFormed } from '../users/text-checks.ts';
import { textLength } from './text-length.ts';

/** What the placeholders of a template stand for. */
export interface TextMessageValues {
  readonly otp: string;
  /** The system that the person signs in to. */
  readonly applicationName: string;
}

const PLACEHOLDER = /<\$([^<>]*)\$>/g;
const KNOWN_PLACEHOLDERS: ReadonlySet<string> = new Set(['otp', 'application_name']);
const LONGEST_TEMPLATE = 1000;
const MOST_SEGMENTS = 3;
const EXAMPLE: TextMessageValues = { otp: '12345678', applicationName: 'Remote access' };
const LONGEST_APPLICATION_NAME = 64;

/**
 * The text of a message: `<$otp$>` and `<$application_name$>` replaced in one pass, so that an application named like a
 * placeholder stays what it is. Line ends and other control characters in the name become spaces.
 */
export function renderTextMessage(template: string, { otp, applicationName }: TextMessageValues): string {
  const name = applicationName.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ').trim();
  const values = new Map([
    ['otp', otp],
    ['application_name', [...name].slice(0, LONGEST_APPLICATION_NAME).join('')],
  ]);
  return template.replace(PLACEHOLDER, (placeholder, key: string) => values.get(key) ?? placeholder);
}

/** Everything that is wrong with a template; empty: it can be used. */
export function checkTextMessageTemplate(template: string, field: string): readonly Problem[] {
  const problem = (code: string, message: string): Problem => ({ field, code, message: `${field} ${message}` });
  if (template.length > LONGEST_TEMPLATE) {
    return [problem('too_long', `is longer than ${LONGEST_TEMPLATE} characters.`)];
  }
  if (!isWellFormed(template) || /[^\P{Cc}\n]/u.test(template)) {
    return [problem('malformed_text', 'holds a control character or half of a character.')];
  }
  const names = [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  const problems = [...new Set(names)]
    .filter((name) => !KNOWN_PLACEHOLDERS.has(name))
    .map((name) =>
      problem('unknown_placeholder', `has the placeholder <$${name}$>; there are <$otp$> and <$application_name$>.`),
    );
  if (!names.includes('otp'))
    problems.push(problem('missing_placeholder', 'does not hold <$otp$>, where the code goes.'));
  if (/<\$|\$>/.test(template.replace(PLACEHOLDER, ''))) {
    problems.push(problem('malformed_placeholder', 'has a placeholder that is not written <$name$>.'));
  }
  if (textLength(renderTextMessage(template, EXAMPLE)).segments > MOST_SEGMENTS) {
    problems.push(problem('too_long', `makes more than ${MOST_SEGMENTS} messages of one text; each is paid for.`));
  }
  return problems;
}
