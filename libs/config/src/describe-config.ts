import { defaultOf, isOptional, metaOf } from './field-meta.ts';
import type { ConfigSchema } from './load-config.ts';
import { unitOf } from './units.ts';

/** One row of docs/configuration.md. */
export interface ConfigRow {
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** As it would be written in the environment; undefined when there is none. */
  readonly default: string | undefined;
  /** The variable that names a file with the value instead, for a secret. */
  readonly fileVariable: string | undefined;
  readonly example: string | undefined;
  readonly description: string;
}

/** The rows of docs/configuration.md for a schema, in its order. */
export function describeConfig(schema: ConfigSchema): readonly ConfigRow[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const meta = metaOf(field);
    const unit = meta.isDuration ? unitOf(name) : undefined;
    return {
      name,
      type: `${meta.configType ?? 'text'}${unit === undefined ? '' : `, in ${unit}`}`,
      isRequired: !isOptional(field),
      default: written(defaultOf(field)),
      fileVariable: meta.isSecret ? `${name}_FILE` : undefined,
      example: meta.isSecret ? undefined : meta.example,
      description: meta.description ?? '',
    };
  });
}

function written(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(written).join(',');
  if (typeof value === 'object' && value !== null && 'host' in value && 'port' in value)
    return `${value.host}:${value.port}`;
  return String(value);
}
