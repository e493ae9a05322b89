/** What was typed or pasted, without what only separates: "123 456" and "123-456" are the same code. */
export function cleanCode(typed: string, digits: number, isAlphanumeric = false): string {
  return typed.replace(isAlphanumeric ? /[^0-9a-z]/gi : /\D/g, '').slice(0, digits);
}
