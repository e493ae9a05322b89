/** The `code` of an error (SQLSTATE or system error), empty when it has none. */
export function codeOf(error: unknown): string {
  return textProperty(error, 'code');
}

/** What an error says, for a log or a report. */
export function messageOf(error: unknown): string {
  const message = textProperty(error, 'message');
  if (message !== '') return message;
  // Node gives an error over several addresses no message of its own, only a code.
  return codeOf(error) === '' ? String(error) : codeOf(error);
}

function textProperty(error: unknown, key: string): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}
