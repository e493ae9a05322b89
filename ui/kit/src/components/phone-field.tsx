import { useText } from '../text/text-context.tsx';
import { cx } from './cx.ts';
import styles from './field.module.css';
import { type FieldProps, type FieldState, useFieldState } from './field-state.ts';
import { FieldFrame, inputAttributes } from './fields.tsx';
import { useLanguage } from '../text/text-context.tsx';

/** Countries with their calling codes; any other number can be typed with its plus. */
const COUNTRIES: readonly (readonly [region: string, code: string])[] = [
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

/** A phone number: country and number, given on as E.164. `callingCodes` limits the countries; empty: all. */
export function PhoneField(props: FieldProps<string> & { callingCodes?: readonly string[]; defaultCode?: string }) {
  const t = useText();
  const { locale } = useLanguage();
  const field = useFieldState(props, '');
  const parts = splitPhone(field.value);
  const allowed = (props.callingCodes ?? []).map((code) => code.replace(/\D/g, ''));
  const countries = COUNTRIES.filter(([, code]) => allowed.length === 0 || allowed.includes(code));
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const sorted = countries.map(([region, code]) => ({ code, name: names.of(region) ?? region }));
  sorted.sort((a, b) => a.name.localeCompare(b.name, locale));
  const code = parts.code || props.defaultCode || countries[0]?.[1] || '';
  return (
    <FieldFrame field={field as FieldState<never>} props={props as FieldProps<never>}>
      <span className={styles.phone}>
        <select
          aria-label={t('kit.phone.country')}
          className={styles.input}
          value={code}
          autoComplete="tel-country-code"
          onChange={(event) =>
            field.set(joinPhone(event.currentTarget.value, parts.rest) || `+${event.currentTarget.value}`)
          }
        >
          {sorted.map((country) => (
            <option key={country.code} value={country.code}>
              {`${country.name} +${country.code}`}
            </option>
          ))}
        </select>
        <input
          {...inputAttributes(field, props)}
          value={parts.rest}
          type="tel"
          inputMode="tel"
          autoComplete="tel-national"
          className={cx(styles.input)}
          onChange={(event) => field.set(joinPhone(code, event.currentTarget.value))}
        />
      </span>
    </FieldFrame>
  );
}
