/** A leading sign that spreadsheets would take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const BYTE_ORDER_MARK = '\ufeff';

/** CSV that Excel in French opens by a double click: semicolons, a byte order mark, and no cell that is a formula. */
export function toCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${BYTE_ORDER_MARK}${[columns, ...rows].map(csvLine).join('')}`;
}

/** One line with its end. */
export function csvLine(values: readonly string[]): string {
  return `${values.map(csvCell).join(';')}\r\n`;
}

function csvCell(value: string): string {
  // A number may begin with a minus; anything else that looks like a formula is made text.
  const safe = FORMULA.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
