import * as z from 'zod/mini';

type Issue = { code?: string; origin?: string; minimum?: unknown; maximum?: unknown; format?: string; input?: unknown };

const FORMATS: Readonly<Record<string, string>> = {
  email: 'kit.field.email',
  url: 'kit.field.url',
  regex: 'kit.field.format',
};

/** The key of the text for what a schema found; schemas with words of their own give the key themselves. */
export function fieldWords(issue: Issue): string {
  if (issue.code === 'invalid_type')
    return issue.input === null || issue.input === undefined ? 'kit.field.required' : 'kit.field.format';
  if (issue.code === 'too_small') return tooSmall(issue);
  if (issue.code === 'too_big') {
    return `kit.field.${issue.origin === 'string' ? 'tooLong' : 'tooLarge'}|maximum=${String(issue.maximum)}`;
  }
  if (issue.code === 'invalid_format') return FORMATS[issue.format ?? ''] ?? 'kit.field.format';
  return 'kit.field.format';
}

function tooSmall(issue: Issue): string {
  if (issue.origin !== 'string') return `kit.field.tooSmall|minimum=${String(issue.minimum)}`;
  if (issue.input === '') return 'kit.field.required';
  return `kit.field.tooShort|minimum=${String(issue.minimum)}`;
}

z.config({ localeError: (issue) => fieldWords(issue as Issue) });
