import { type HTMLInputAutoCompleteAttribute, type ReactNode, useState } from 'react';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { cleanCode } from './clean-code.ts';
import { cx } from './cx.ts';
import styles from './field.module.css';
import { type FieldProps, type FieldState, useFieldState } from './field-state.ts';
import { Icon } from './icon.tsx';

/** Label, description and error around a control. */
export function FieldFrame({
  field,
  props,
  children,
}: {
  field: FieldState<never>;
  props: FieldProps<never>;
  children: ReactNode;
}) {
  const t = useText();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={field.id}>
        {props.label}
        {props.isOptional && <span className={styles.optional}> {t('kit.field.optional')}</span>}
      </label>
      <FieldNotes id={field.id} props={props} error={undefined} />
      {children}
      <FieldNotes id={field.id} props={{ label: '' }} error={field.error} />
    </div>
  );
}

/** Description, reason and error of a field, each with the id that the control names. */
export function FieldNotes({ id, props, error }: { id: string; props: FieldProps<never>; error: string | undefined }) {
  return (
    <>
      {props.description && (
        <span id={`${id}-description`} className={styles.description}>
          {props.description}
        </span>
      )}
      {props.readOnlyReason && (
        <span id={`${id}-reason`} className={styles.description}>
          {props.readOnlyReason}
        </span>
      )}
      {error && (
        <span id={`${id}-error`} className={styles.error}>
          <Icon name="error" size={18} />
          {error}
        </span>
      )}
    </>
  );
}

/** Properties of {@link TextField}. */
export interface TextFieldProps extends FieldProps<string> {
  readonly type?: 'text' | 'email' | 'password' | 'search' | 'url' | 'tel' | 'date' | 'datetime-local' | 'time';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'url' | 'search';
  readonly maxLength?: number;
  readonly isNarrow?: boolean;
  readonly isMono?: boolean;
  readonly hasSpellCheck?: boolean;
}

/** The attributes that every text-like control has. */
export function inputAttributes(field: FieldState<string>, props: FieldProps<string>) {
  return {
    id: field.id,
    name: props.name,
    ref: field.ref,
    value: field.value,
    onBlur: field.blur,
    readOnly: Boolean(props.readOnlyReason),
    'aria-invalid': field.error ? true : undefined,
    'aria-describedby': field.describedBy,
    'aria-required': props.isOptional ? undefined : true,
  };
}

/** One line of text. Passwords can be shown, and pasted. */
export function TextField(props: TextFieldProps) {
  const { type = 'text', autoComplete = 'off', inputMode, maxLength, isNarrow, isMono, hasSpellCheck = false } = props;
  const t = useText();
  const field = useFieldState(props, '');
  const [isShown, setShown] = useState(false);
  const isSecret = type === 'password';
  const input = (
    <input
      {...inputAttributes(field, props)}
      type={isSecret && isShown ? 'text' : type}
      className={cx(styles.input, isNarrow && styles.narrow)}
      autoComplete={autoComplete}
      inputMode={inputMode}
      maxLength={maxLength}
      spellCheck={hasSpellCheck}
      autoCapitalize={isMono || isSecret ? 'none' : undefined}
      onChange={(event) => field.set(event.currentTarget.value)}
    />
  );
  return (
    <FieldFrame field={field as FieldState<never>} props={props as FieldProps<never>}>
      {isSecret ? (
        <span className={styles.row}>
          {input}
          <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
            {isShown ? t('kit.field.hide') : t('kit.field.show')}
          </Button>
        </span>
      ) : (
        input
      )}
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea(props: FieldProps<string> & { rows?: number; maxLength?: number }) {
  const field = useFieldState(props, '');
  return (
    <FieldFrame field={field as FieldState<never>} props={props as FieldProps<never>}>
      <textarea
        {...inputAttributes(field, props)}
        className={styles.input}
        rows={props.rows ?? 3}
        maxLength={props.maxLength}
        onChange={(event) => field.set(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

/** A number with its limits; empty is `undefined`. */
export function NumberField(
  props: FieldProps<number | undefined> & { minimum?: number; maximum?: number; step?: number; unit?: string },
) {
  const field = useFieldState<number | undefined>(props, undefined);
  const { ref, ...attributes } = inputAttributes(
    field as unknown as FieldState<string>,
    props as unknown as FieldProps<string>,
  );
  return (
    <FieldFrame field={field as unknown as FieldState<never>} props={props as unknown as FieldProps<never>}>
      <span className={styles.row}>
        <input
          {...attributes}
          ref={ref}
          value={field.value ?? ''}
          type="number"
          inputMode="numeric"
          className={cx(styles.input, styles.narrow)}
          min={props.minimum}
          max={props.maximum}
          step={props.step ?? 1}
          onChange={(event) =>
            field.set(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))
          }
        />
        {props.unit && <span>{props.unit}</span>}
      </span>
    </FieldFrame>
  );
}

/**
 * A code that was sent or is shown somewhere: one field, so that pasting and filling in by the system work. Spaces are
 * left out; `onComplete` is called once when the last digit is there.
 */
export function CodeField(
  props: FieldProps<string> & { digits?: number; onComplete?: (code: string) => void; isAlphanumeric?: boolean },
) {
  const { digits = 6, onComplete, isAlphanumeric } = props;
  const field = useFieldState(props, '');
  const [completed, setCompleted] = useState('');
  const take = (typed: string) => {
    const code = cleanCode(typed, digits, isAlphanumeric);
    field.set(code);
    if (code.length === digits && code !== completed) {
      setCompleted(code);
      onComplete?.(code);
    }
  };
  return (
    <FieldFrame field={field as FieldState<never>} props={props as FieldProps<never>}>
      <input
        {...inputAttributes(field, props)}
        type="text"
        inputMode={isAlphanumeric ? 'text' : 'numeric'}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        className={cx(styles.input, styles.code)}
        onChange={(event) => take(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}
