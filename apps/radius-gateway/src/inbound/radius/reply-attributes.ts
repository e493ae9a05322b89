import {
  AttributeType,
  type AttributeToSend,
  type Dictionary,
  integerAttribute,
  parseAttributeText,
  replyMessageAttributes,
} from '@countersign/radius';
import type { Verdict } from '../../application/ports/authentication-core.ts';

const PROMPT_NO_ECHO = 0;
const MAX_REMEMBERED_LINES = 10_000;

/**
 * Turns a policy's lines (`Filter-Id=staff`) into attributes and remembers them: the same few lines come with every accept.
 */
export class ReplyAttributeReader {
  readonly #dictionary: Dictionary;
  readonly #remembered = new Map<string, AttributeToSend>();

  constructor(dictionary: Dictionary) {
    this.#dictionary = dictionary;
  }

  /** Throws `DomainError('invalid_request')` for a line that no dictionary explains. */
  read(line: string): AttributeToSend {
    const known = this.#remembered.get(line);
    if (known !== undefined) {
      return known;
    }
    const attribute = parseAttributeText(this.#dictionary, line);
    if (this.#remembered.size >= MAX_REMEMBERED_LINES) {
      this.#remembered.clear();
    }
    this.#remembered.set(line, attribute);
    return attribute;
  }
}

/** Of an Access-Accept, the most important first: what does not fit is left out from the end. */
export function acceptAttributes(
  verdict: Extract<Verdict, { outcome: 'accepted' }>,
  reader: ReplyAttributeReader,
  isClassSent: boolean,
): AttributeToSend[] {
  const policy = verdict.replyAttributes.map((line) => reader.read(line));
  const hasClass = policy.some(({ type, vendor }) => type === AttributeType.classAttribute && vendor === undefined);
  const mark =
    isClassSent && !hasClass && verdict.authenticationId.length > 0
      ? [{ type: AttributeType.classAttribute, value: verdict.authenticationId }]
      : [];
  return [...policy, ...mark, ...replyMessageAttributes(verdict.message)];
}

/** Of an Access-Challenge (RFC 2865 §4.4): the State that it is about, how long it is good, and the question. */
export function challengeAttributes(verdict: Extract<Verdict, { outcome: 'challenged' }>): AttributeToSend[] {
  return [
    { type: AttributeType.state, value: verdict.challengeHandle, isMandatory: true },
    ...(verdict.lifetimeSeconds > 0 ? [integerAttribute(AttributeType.sessionTimeout, verdict.lifetimeSeconds)] : []),
    integerAttribute(AttributeType.prompt, PROMPT_NO_ECHO),
    ...replyMessageAttributes(verdict.message),
  ];
}
