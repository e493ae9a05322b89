import { createContext, useContext, useId, useState } from 'react';
import { type FieldValues, type UseFormReturn, useController } from 'react-hook-form';
import { useHasText, useText } from '../text/text-context.tsx';

/** The form around a field; undefined where a field stands alone. */
export const FormContext = createContext<UseFormReturn<FieldValues> | undefined>(undefined);

/** What every field of the kit takes. Inside a {@link Form} the `name` is enough; alone it takes `value` and `onChange`. */
export interface FieldProps<V> {
  readonly name?: string;
  readonly label: string;
  readonly description?: string;
  readonly value?: V;
  readonly onChange?: (value: V) => void;
  /** A text, or the key of one. */
  readonly error?: string;
  readonly isOptional?: boolean;
  /** Why it cannot be changed now; it stays readable and reachable. */
  readonly readOnlyReason?: string | false;
}

/** A field, wherever it stands. */
export interface FieldState<V> {
  readonly id: string;
  readonly value: V;
  readonly error: string | undefined;
  readonly describedBy: string | undefined;
  readonly ref: ((element: HTMLElement | null) => void) | undefined;
  set(value: V): void;
  blur(): void;
}

/** Turns a message of a schema into words: it may be a key of a text, with values after a bar: `kit.field.tooShort|minimum=3`. */
export function useFieldMessage(): (message: string | undefined) => string | undefined {
  const t = useText();
  const hasText = useHasText();
  return (message) => {
    if (!message) return undefined;
    const [key = '', ...pairs] = message.split('|');
    if (!hasText(key)) return message;
    return t(key, Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string])));
  };
}

function describe(id: string, props: FieldProps<unknown>, error: string | undefined): string | undefined {
  const ids = [
    props.description && `${id}-description`,
    props.readOnlyReason && `${id}-reason`,
    error && `${id}-error`,
  ];
  return ids.filter(Boolean).join(' ') || undefined;
}

/** Joins a field to its form, or to its own properties. */
export function useFieldState<V>(props: FieldProps<V>, empty: V): FieldState<V> {
  const form = useContext(FormContext);
  // Whether there is a form never changes during the life of a field.
  return form && props.name ? useFormField(props, empty, form) : useLoneField(props, empty);
}

function useLoneField<V>(props: FieldProps<V>, empty: V): FieldState<V> {
  const id = useId();
  const [own, setOwn] = useState(empty);
  const error = useFieldMessage()(props.error);
  return {
    id,
    value: props.value ?? own,
    error,
    describedBy: describe(id, props as FieldProps<unknown>, error),
    ref: undefined,
    set: (value) => {
      setOwn(value);
      props.onChange?.(value);
    },
    blur: () => undefined,
  };
}

function useFormField<V>(props: FieldProps<V>, empty: V, form: UseFormReturn<FieldValues>): FieldState<V> {
  const id = `f-${props.name}`;
  const { field, fieldState } = useController({ name: props.name ?? '', control: form.control });
  const error = useFieldMessage()(props.error ?? fieldState.error?.message);
  return {
    id,
    value: (field.value as V | undefined) ?? empty,
    error,
    describedBy: describe(id, props as FieldProps<unknown>, error),
    ref: field.ref,
    set: (value) => {
      field.onChange(value);
      props.onChange?.(value);
    },
    blur: field.onBlur,
  };
}
