import { z } from 'zod';

/** What a field of the schema says about itself; kept in zod's metadata, so `.describe()` adds to it. */
export interface FieldMeta {
  readonly description?: string;
  /** The word in the column "type" of docs/configuration.md. */
  readonly configType?: string;
  /** A value that would be accepted. */
  readonly example?: string;
  /** A secret is never repeated in a message and may be given as a file. */
  readonly isSecret?: boolean;
  /** The name of the variable must end in a unit of time. */
  readonly isDuration?: boolean;
}

/** The metadata of a field and of everything it wraps; the outermost word wins. */
export function metaOf(field: z.core.$ZodType): FieldMeta {
  const own: FieldMeta = z.globalRegistry.get(field) ?? {};
  const inner = innerOf(field);
  return inner === undefined ? own : { ...metaOf(inner), ...own };
}

/** The default of a field as it would be written in the environment; undefined when there is none. */
export function defaultOf(field: z.core.$ZodType): unknown {
  const { def } = field._zod;
  if ('defaultValue' in def) return def.defaultValue;
  const inner = innerOf(field);
  return inner === undefined ? undefined : defaultOf(inner);
}

/** True when the variable may be left out. */
export function isOptional(field: z.core.$ZodType): boolean {
  return z.safeParse(field, undefined).success;
}

function innerOf(field: z.core.$ZodType): z.core.$ZodType | undefined {
  const { def } = field._zod;
  if ('innerType' in def) return def.innerType as z.core.$ZodType;
  // A pipe is "text, then something made of it": what it says about itself may stand on either side.
  if ('in' in def) return def.in as z.core.$ZodType;
  return undefined;
}
