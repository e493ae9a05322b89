import type { KeyedHash } from '@countersign/crypto';
import type { CallContext } from '@countersign/rpc';
import { DomainError } from '@countersign/errors';
import type { Clock } from '../../../../platform/clock.ts';
import type { CommandContext } from '../../../../platform/command-context.ts';
import { principalOf } from '../../../../platform/principal.ts';

/** DI token of the {@link CommandContexts}. */
export const COMMAND_CONTEXTS = Symbol('COMMAND_CONTEXTS');

/** Turns a message into octets: the generated code does. */
export interface MessageEncoder<T> {
  encode(message: T): { finish(): Uint8Array };
}

const IDEMPOTENCY_KEY = /^[A-Za-z0-9_.:-]{8,128}$/;
const OPERATOR_MAX = 128;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/**
 * Who asks for a change, under which key. The hash of the request is keyed: requests carry passwords and PINs, and a
 * plain hash of one in the database would let a reader of it try them out.
 */
export class CommandContexts {
  readonly #clock: Clock;
  readonly #keyedHash: KeyedHash;

  constructor(clock: Clock, keyedHash: KeyedHash) {
    this.#clock = clock;
    this.#keyedHash = keyedHash;
  }

  /** @throws DomainError `invalid_request` for a key or an operator name that is not allowed */
  of<T>(call: CallContext, encoder: MessageEncoder<T>, message: T): CommandContext {
    const actor = actorOf(call);
    const context: CommandContext = { actor, principal: principalOf(call), now: this.#clock.now() };
    const { idempotencyKey } = call;
    if (idempotencyKey === undefined) return context;
    if (!IDEMPOTENCY_KEY.test(idempotencyKey)) {
      throw new DomainError('invalid_request', 'An idempotency key has 8 to 128 letters, digits or signs of "_.:-".', {
        field: 'idempotency_key',
      });
    }
    const octets = encoder.encode(message).finish();
    const requestHash = this.#keyedHash.hash('idempotent request', call.method, octets).toString('hex');
    return { ...context, idempotencyKey, requestHash };
  }
}

/** `cli/ops-1 anna`: the caller as its certificate says, and the person as the session proves or the operator says. */
export function actorOf(call: CallContext): string {
  const { caller, operator = '' } = call;
  const process = caller.instance === undefined ? caller.service : `${caller.service}/${caller.instance}`;
  // Who a browser session belongs to is known here; what a door says about it does not count.
  const principal = principalOf(call);
  if (principal !== undefined) return `${process} ${principal.userName}`;
  const name = operator.trim();
  if (name.length > OPERATOR_MAX || UNSEEN.test(name) || /[\p{Surrogate}\ufffd]/u.test(name)) {
    throw new DomainError(
      'invalid_request',
      `The name of the operator must be text of at most ${OPERATOR_MAX} characters.`,
      {
        field: 'operator',
      },
    );
  }
  return name === '' ? process : `${process} ${name}`;
}
