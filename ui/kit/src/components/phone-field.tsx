import { useText } from '../text/text-context.tsx';
import { cx } from './cx.ts';
import styles from './field.module.css';
import { type FieldProps, type FieldState, useFieldState } from './field-state.ts';
import { FieldFrame, inputAttributes } from './fields.tsx';
import { COUNTRIES, joinPhone, splitPhone } from './phone-number.ts';
import { useLanguage } from '../text/text-context.tsx';

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
