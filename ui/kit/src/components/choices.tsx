import { type ReactNode, useId } from 'react';
import styles from './field.module.css';
import { type FieldProps, type FieldState, useFieldState } from './field-state.ts';
import { FieldFrame, FieldNotes, inputAttributes } from './fields.tsx';

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** One of several in little space: the system's own list, which works well on phones and with readers. */
export function Select(props: FieldProps<string> & { options: readonly Option[]; placeholder?: string }) {
  const field = useFieldState(props, props.placeholder ? '' : (props.options[0]?.value ?? ''));
  const { readOnly, ...attributes } = inputAttributes(field, props);
  return (
    <FieldFrame field={field as FieldState<never>} props={props as FieldProps<never>}>
      <select
        {...attributes}
        className={styles.input}
        aria-disabled={readOnly || undefined}
        onChange={(event) => {
          if (!readOnly) field.set(event.currentTarget.value);
        }}
      >
        {props.placeholder && <option value="">{props.placeholder}</option>}
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** Yes or no. */
export function Checkbox(props: FieldProps<boolean> & { isMixed?: boolean; isLabelHidden?: boolean }) {
  const field = useFieldState(props, false);
  const isOff = Boolean(props.readOnlyReason);
  return (
    <div className={styles.choice}>
      <input
        id={field.id}
        name={props.name}
        ref={(element) => {
          field.ref?.(element);
          if (element) element.indeterminate = Boolean(props.isMixed);
        }}
        type="checkbox"
        checked={field.value}
        aria-disabled={isOff || undefined}
        aria-invalid={field.error ? true : undefined}
        aria-describedby={field.describedBy}
        onBlur={field.blur}
        onChange={(event) => {
          if (!isOff) field.set(event.currentTarget.checked);
        }}
      />
      <label htmlFor={field.id} className={props.isLabelHidden ? 'visually-hidden' : undefined}>
        {props.label}
      </label>
      <FieldNotes id={field.id} props={props as FieldProps<never>} error={field.error} />
    </div>
  );
}

/** One of a few that are all seen. */
export function RadioGroup(props: FieldProps<string> & { options: readonly Option[]; children?: ReactNode }) {
  const field = useFieldState(props, '');
  const name = useId();
  const isOff = Boolean(props.readOnlyReason);
  return (
    <fieldset
      className={styles.choices}
      aria-describedby={field.describedBy}
      aria-invalid={field.error ? true : undefined}
    >
      <legend>{props.label}</legend>
      <FieldNotes id={field.id} props={props as FieldProps<never>} error={field.error} />
      {props.options.map((option, index) => (
        <div key={option.value} className={styles.choice}>
          <input
            id={index === 0 ? field.id : `${field.id}-${option.value}`}
            ref={index === 0 ? field.ref : undefined}
            type="radio"
            name={props.name ?? name}
            value={option.value}
            checked={field.value === option.value}
            aria-disabled={isOff || undefined}
            aria-describedby={option.description ? `${field.id}-${option.value}-about` : undefined}
            onBlur={field.blur}
            onChange={() => {
              if (!isOff) field.set(option.value);
            }}
          />
          <label htmlFor={index === 0 ? field.id : `${field.id}-${option.value}`}>{option.label}</label>
          {option.description && (
            <span id={`${field.id}-${option.value}-about`} className={styles.description}>
              {option.description}
            </span>
          )}
        </div>
      ))}
      {props.children}
    </fieldset>
  );
}
