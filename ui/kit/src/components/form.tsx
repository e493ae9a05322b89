import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type DefaultValues, type FieldValues, type Resolver, type UseFormReturn, useForm } from 'react-hook-form';
import { type ApiProblem, asProblem } from '../api/problem.ts';
import { useText } from '../text/text-context.tsx';
import { Button } from './button.tsx';
import { DirtyGuard } from './dirty-guard.tsx';
import styles from './field.module.css';
import { FormContext, useFieldMessage } from './field-state.ts';
import { ProblemView } from './problem-view.tsx';
import './field-words.ts';

/** Properties of {@link Form}. */
export interface FormProps<V extends FieldValues> {
  /** A schema of `zod/mini`; its messages are keys of texts. */
  readonly schema: StandardSchemaV1<unknown, V>;
  readonly defaults: DefaultValues<V>;
  /** Throws to refuse: what was typed stays, and a problem that names a field is shown at it. */
  readonly onSubmit: (values: V) => Promise<unknown> | unknown;
  readonly submitLabel: string;
  readonly children: ReactNode | ((form: UseFormReturn<FieldValues>) => ReactNode);
  readonly submitKind?: 'primary' | 'danger';
  readonly needsMaster?: boolean;
  readonly disabledReason?: string | false;
  /** Beside the button that sends: cancel, back. */
  readonly actions?: ReactNode;
  /** Leaving with changes asks first (R7). On by default; off for sign-ins and searches. */
  readonly hasDirtyGuard?: boolean;
  /** Clears after success, for "save and add another". */
  readonly resetsAfter?: boolean;
  readonly id?: string;
}

/** A form: checks, keeps what was typed, leads to the first field that is wrong. */
export function Form<V extends FieldValues>(props: FormProps<V>) {
  const { hasDirtyGuard = true, needsMaster = true } = props;
  const [problem, setProblem] = useState<ApiProblem>();
  const form = useForm<FieldValues>({
    resolver: standardSchemaResolver(props.schema as never) as unknown as Resolver<FieldValues>,
    defaultValues: props.defaults as FieldValues,
    shouldFocusError: true,
    reValidateMode: 'onChange',
  });
  // The guard must know of a success before the page goes on to the next one, not one rendering later.
  const isSaved = useRef(false);
  const { errors, isSubmitting, isDirty, submitCount } = form.formState;
  useEffect(() => {
    if (isDirty) isSaved.current = false;
  }, [isDirty]);
  const send = async (values: FieldValues) => {
    setProblem(undefined);
    isSaved.current = true;
    try {
      await props.onSubmit(values as V);
      form.reset(props.resetsAfter ? undefined : values);
    } catch (error) {
      isSaved.current = false;
      setProblem(placeProblem(form, asProblem(error), error));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSubmitting) void form.handleSubmit(send)(event as never);
  };
  return (
    <FormContext.Provider value={form}>
      <form id={props.id} className={styles.form} noValidate onSubmit={submit}>
        {hasDirtyGuard && <DirtyGuard isDirty={() => form.formState.isDirty && !isSaved.current} watches={isDirty} />}
        {problem && <ProblemView problem={problem} />}
        <ErrorSummary errors={flatten(errors)} round={submitCount} />
        {typeof props.children === 'function' ? props.children(form) : props.children}
        <div className={styles.actions}>
          <Button
            type="submit"
            kind={props.submitKind ?? 'primary'}
            isBusy={isSubmitting}
            needsMaster={needsMaster}
            disabledReason={props.disabledReason}
          >
            {props.submitLabel}
          </Button>
          {props.actions}
        </div>
      </form>
    </FormContext.Provider>
  );
}

/** Shows a problem at its field where the form has it; anything else above the form. */
function placeProblem(form: UseFormReturn<FieldValues>, problem: ApiProblem, error: unknown): ApiProblem | undefined {
  if (problem.code === 'bad_answer') reportError(error);
  const { field } = problem;
  if (!field || !(field in form.getValues())) return problem;
  const message = problem.code === 'already_exists' ? 'kit.field.taken' : 'kit.field.refused';
  form.setError(field, { type: 'server', message }, { shouldFocus: true });
  return problem;
}

interface FlatError {
  readonly name: string;
  readonly message: string;
}

function flatten(errors: object, prefix = ''): FlatError[] {
  return Object.entries(errors).flatMap(([name, error]: [string, unknown]) => {
    if (typeof error !== 'object' || error === null || name === 'ref') return [];
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const { message } = error as { message?: unknown };
    return typeof message === 'string' ? [{ name: path, message }] : flatten(error, path);
  });
}

function ErrorSummary({ errors, round }: { errors: readonly FlatError[]; round: number }) {
  const t = useText();
  const say = useFieldMessage();
  if (errors.length < 2 || round === 0) return null;
  return (
    <div className={styles.summary} role="alert">
      <p>{t('kit.form.errors', { count: errors.length })}</p>
      <ul>
        {errors.map((error) => (
          <li key={error.name}>
            <a href={`#f-${error.name}`} onClick={(event) => focusField(event, error.name)}>
              {`${labelOf(error.name)}${say(error.message) ?? ''}`}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function labelOf(name: string): string {
  const field = document.getElementById(`f-${name}`);
  const label =
    field instanceof HTMLElement && 'labels' in field ? (field as HTMLInputElement).labels?.[0]?.textContent : '';
  return label ? `${label}: ` : '';
}

function focusField(event: { preventDefault(): void }, name: string): void {
  event.preventDefault();
  document.getElementById(`f-${name}`)?.focus();
}
