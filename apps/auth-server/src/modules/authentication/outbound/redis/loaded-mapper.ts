import { type Authentication, type LiveFacts, noLiveFacts } from '@countersign/domain';
import type { Generation, Loaded, LoadQuestion } from '../../application/ports/authentication-store.ts';

const PENDING = 'pending:';
const REMEMBERED = 'r:';
const NOTHING_REMEMBERED: ReadonlyMap<string, number> = new Map();

/** The part of the answer of the load script that belongs to one question. */
export interface LoadedParts {
  readonly now: number;
  readonly generation: Generation;
  /** Field, value, field, value, … */
  readonly facts: readonly string[];
  /** Request, authentication record, then the last accepted codes in the order of the question. */
  readonly values: readonly (string | null)[];
}

/** Turns what Redis answered into what the use case decides on. */
export function toLoaded(question: LoadQuestion, parts: LoadedParts): Loaded {
  const [earlier, record] = parts.values;
  const authentication = typeof record === 'string' ? (JSON.parse(record) as Authentication) : undefined;
  const fields = fieldsOf(parts.facts);
  return {
    now: parts.now,
    generation: parts.generation,
    leastUserVersion: Number(fields.get('ver') ?? 0),
    facts: toFacts(question, fields, parts.values, authentication?.id),
    authentication,
    earlier: typeof earlier === 'string' ? toEarlier(earlier) : undefined,
  };
}

/** An answer that is kept under a request, or the mark of one that is being worked on. */
export function toEarlier(stored: string): string | 'pending' {
  return stored.startsWith(PENDING) ? 'pending' : stored;
}

/** What stands under a request while the named authentication works on it. */
export function pendingMark(authenticationId: string): string {
  return PENDING + authenticationId;
}

/** The field of the user's facts under which a remembered result stands. */
export function rememberField(scopeKey: string): string {
  return REMEMBERED + scopeKey;
}

function toFacts(
  question: LoadQuestion,
  fields: ReadonlyMap<string, string>,
  values: readonly (string | null)[],
  authenticationId: string | undefined,
): LiveFacts {
  const lastAccepted = new Map<string, number>();
  question.authenticatorIds.forEach((id, index) => {
    const value = values[index + 2];
    if (typeof value === 'string') lastAccepted.set(id, Number(value));
  });
  if (fields.size === 0) return { ...noLiveFacts, lastAccepted };
  const number = (name: string) => Number(fields.get(name) ?? 0);
  return {
    revision: number('rev'),
    lockedUntil: number('lck'),
    passwordThrottledUntil: number('pwl'),
    blockedUntil: number('blk'),
    revocations: number('rvc'),
    bypassUntil: number('byp'),
    bypassId: fields.get('byi') ?? '',
    rememberedUntil: rememberedResults(fields),
    lastAccepted,
    hasDeliveryFailed: authenticationId !== undefined && fields.get('dlf') === authenticationId,
  };
}

function rememberedResults(fields: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const remembered = [...fields].filter(([name]) => name.startsWith(REMEMBERED));
  if (remembered.length === 0) return NOTHING_REMEMBERED;
  return new Map(remembered.map(([name, until]) => [name.slice(REMEMBERED.length), Number(until)]));
}

function fieldsOf(pairs: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < pairs.length; index += 2) fields.set(pairs[index] ?? '', pairs[index + 1] ?? '');
  return fields;
}
