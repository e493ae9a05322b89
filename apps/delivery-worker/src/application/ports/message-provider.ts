import type { SecretBytes } from '@countersign/errors';

/** DI token of the list of {@link MessageProvider}s, in the order they are tried. */
export const MESSAGE_PROVIDERS = Symbol('MESSAGE_PROVIDERS');

/** How a message reaches a person. */
export type Channel = 'text_message' | 'mail';

/** A message to hand to a provider. */
export interface OutgoingMessage {
  readonly deliveryId: string;
  /** E.164 number with a leading plus, or a mail address. */
  readonly recipient: string;
  /** UTF-8; holds a code. */
  readonly text: SecretBytes;
  readonly language: 'en' | 'fr';
  /** Of a mail; undefined: the provider's own. */
  readonly subject?: string | undefined;
}

/**
 * `accepted`: the provider took it. `refused`: it answered that it does not want this message. `unreachable`: it did not
 * answer, or not sensibly. The detail is in words and holds neither the text nor the whole recipient.
 */
export type ProviderOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string };

/** Somebody who brings messages to people. */
export interface MessageProvider {
  /** As configured; for the journal and the metrics. */
  readonly name: string;
  readonly channel: Channel;
  readonly timeoutMilliseconds: number;
  /** Never throws for what the provider does; settles at the latest when `signal` aborts. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<ProviderOutcome>;
}
