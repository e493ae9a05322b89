/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * One line of CSV (RFC 4180). A value that a spreadsheet would take for a formula gets an apostrophe in front: a name must not
 * be able to run anything on the machine of whoever opens the file.
 */
export function csvLine(values: readonly string[], separator: ';' | ','): string {
  return `${values.map((value) => cell(value)).join(separator)}\r\n`;
}

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[";,\r\n\t]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
