/** Countries with their calling codes; any other number can be typed with its plus. */
export const COUNTRIES: readonly (readonly [region: string, code: string])[] = [
  ['FR', '33'],
  ['BE', '32'],
  ['CH', '41'],
  ['LU', '352'],
  ['DE', '49'],
  ['AT', '43'],
  ['GB', '44'],
  ['IE', '353'],
  ['ES', '34'],
  ['PT', '351'],
  ['IT', '39'],
  ['NL', '31'],
  ['DK', '45'],
  ['SE', '46'],
  ['NO', '47'],
  ['FI', '358'],
  ['PL', '48'],
  ['CZ', '420'],
  ['RO', '40'],
  ['GR', '30'],
  ['MA', '212'],
  ['DZ', '213'],
  ['TN', '216'],
  ['SN', '221'],
  ['CI', '225'],
  ['US', '1'],
  ['IN', '91'],
  ['JP', '81'],
  ['AU', '61'],
  ['BR', '55'],
];

/** Splits an E.164 number into its country code and the rest; the longest code that fits counts. */
export function splitPhone(value: string): { code: string; rest: string } {
  const digits = value.replace(/[^\d]/g, '');
  if (!value.startsWith('+')) return { code: '', rest: value };
  const codes = COUNTRIES.map(([, code]) => code).filter((code) => digits.startsWith(code));
  const code = codes.sort((a, b) => b.length - a.length)[0] ?? '';
  return code === '' ? { code, rest: value } : { code, rest: digits.slice(code.length) };
}

/** A number as E.164 of what was chosen and typed: "06 12 34" in France becomes "+33612 34" without its zero. */
export function joinPhone(code: string, typed: string): string {
  const text = typed.trim();
  if (text.startsWith('+') || text.startsWith('00')) return `+${text.replace(/^(\+|00)/, '').replace(/\D/g, '')}`;
  const digits = text.replace(/\D/g, '');
  if (digits === '') return '';
  // Italy keeps the zero.
  return code === '' ? digits : `+${code}${code === '39' ? digits : digits.replace(/^0/, '')}`;
}
