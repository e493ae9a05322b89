import { z } from 'zod';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { metaOf } from './field-meta.ts';
import { readSecretFile } from './secret-file.ts';
import { unitOf } from './units.ts';

/** An object schema whose keys are names of environment variables. */
export type ConfigSchema = z.ZodObject<Readonly<Record<string, z.core.$ZodType>>>;

/** What `process.env` looks like. */
export type Environment = Readonly<Record<string, string | undefined>>;

type Read = { readonly value: string | undefined } | { readonly variable: string; readonly problem: string };

/**
 * Reads and checks the configuration of a process. Apart from this function only an app's `config.ts` may look at the
 * environment.
 *
 * An empty variable counts as not set. A secret `NAME` may be given as a file in `NAME_FILE` instead. Every problem of
 * every variable is collected, then reported at once.
 *
 * @throws ConfigurationError with all problems; its message is ready for a terminal
 */
export function loadConfig<S extends ConfigSchema>(schema: S, env: Environment = process.env): z.output<S> {
  const problems: ConfigurationProblem[] = [];
  const values: Record<string, string | undefined> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const { value, problem } = checkField(name, field, env);
    values[name] = value;
    if (problem !== undefined) problems.push(problem);
  }
  if (problems.length > 0) throw new ConfigurationError(problems);

  const result = schema.safeParse(values);
  if (!result.success) throw new ConfigurationError(result.error.issues.map(contradiction));
  return result.data;
}

function checkField(
  name: string,
  field: z.core.$ZodType,
  env: Environment,
): { value?: string | undefined; problem?: ConfigurationProblem } {
  const meta = metaOf(field);
  if (meta.isDuration && unitOf(name) === undefined) {
    return {
      problem: {
        variable: name,
        problem: 'is a duration, so its name must end in a unit such as _SECONDS',
        example: undefined,
      },
    };
  }
  const example = meta.isSecret
    ? `${name}_FILE=/run/secrets/${name.toLowerCase()}`
    : `${name}=${meta.example ?? '...'}`;
  const read = readVariable(name, meta.isSecret === true, env);
  if ('problem' in read) return { problem: { ...read, example } };
  const result = z.safeParse(field, read.value);
  if (result.success) return { value: read.value };
  const words = [...new Set(result.error.issues.map(({ message }) => message))].join('; ');
  return { value: read.value, problem: { variable: name, problem: words, example } };
}

function readVariable(name: string, isSecret: boolean, env: Environment): Read {
  const value = env[name] === '' ? undefined : env[name];
  const file = isSecret ? env[`${name}_FILE`] || undefined : undefined;
  if (file === undefined) return { value };
  if (value !== undefined) return { variable: `${name}, ${name}_FILE`, problem: 'are both set; keep one of them' };
  const secret = readSecretFile(file);
  return secret.kind === 'read' ? { value: secret.content } : { variable: `${name}_FILE`, problem: secret.problem };
}

function contradiction(issue: z.core.$ZodIssue): ConfigurationProblem {
  const variable = issue.path.length === 0 ? 'The whole' : issue.path.join(', ');
  return { variable, problem: issue.message, example: undefined };
}
