import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { SecretBytes } from '@countersign/errors';
import type { MessageProvider, OutgoingMessage, ProviderOutcome } from '../../application/ports/message-provider.ts';
import { fillTemplate, type TemplateContext, type TemplateValues } from './fill-template.ts';
import { type GatewayAnswer, judgeAnswer, type SuccessRule } from './success-rule.ts';

/** An HTTP gateway for text messages, described by its configuration. */
export interface HttpGatewaySettings {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Placeholders stand only in the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body:
    | { readonly format: Exclude<TemplateContext, 'query' | 'header'>; readonly template: string }
    | undefined;
  /** Values of further placeholders, such as an API key. */
  readonly secrets: Readonly<Record<string, SecretBytes>>;
  readonly success: SuccessRule;
  readonly timeoutMilliseconds: number;
  /** PEM; undefined: the authorities of the system. */
  readonly authorities: string | undefined;
}

const CONTENT_TYPES = {
  json: 'application/json; charset=utf-8',
  form: 'application/x-www-form-urlencoded',
  xml: 'application/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;
const LARGEST_ANSWER_OCTETS = 65_536;

class AnswerTooLarge extends Error {
  constructor() {
    super('the answer is too large');
  }
}

/**
 * Any provider with an HTTP interface. A redirect is not followed: it would carry the number and the code to a host that
 * nobody configured.
 */
export class HttpGateway implements MessageProvider {
  readonly channel = 'text_message';
  readonly #settings: HttpGatewaySettings;

  constructor(settings: HttpGatewaySettings) {
    this.#settings = settings;
  }

  get name(): string {
    return this.#settings.name;
  }

  get timeoutMilliseconds(): number {
    return this.#settings.timeoutMilliseconds;
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<ProviderOutcome> {
    try {
      const judgement = judgeAnswer(await this.#ask(message, signal), this.#settings.success);
      if (judgement === 'yes') return { kind: 'accepted' };
      return { kind: judgement.kind === 'no' ? 'refused' : 'unreachable', detail: judgement.detail };
    } catch (error) {
      const detail = signal.aborted ? 'no answer in time' : problemOf(error);
      return { kind: 'unreachable', detail };
    }
  }

  #ask(message: OutgoingMessage, signal: AbortSignal): Promise<GatewayAnswer> {
    const { method, headers, body, authorities, url: template } = this.#settings;
    const values = this.#valuesFor(message);
    const url = new URL(fillTemplate(template, 'query', values));
    const content = body === undefined ? undefined : Buffer.from(fillTemplate(body.template, body.format, values));
    const options: RequestOptions & { ca?: string; minVersion?: 'TLSv1.2' } = {
      method,
      signal,
      agent: false,
      headers: {
        ...(body === undefined ? {} : { 'content-type': CONTENT_TYPES[body.format] }),
        ...(content === undefined ? {} : { 'content-length': content.length }),
        ...mapValues(headers, (header) => fillTemplate(header, 'header', values)),
      },
    };
    const secure = {
      ...options,
      minVersion: 'TLSv1.2' as const,
      ...(authorities === undefined ? {} : { ca: authorities }),
    };
    return new Promise((resolve, reject) => {
      const onAnswer = (answer: IncomingMessage): void => void readAnswer(answer).then(resolve, reject);
      const request =
        url.protocol === 'https:' ? requestSecure(url, secure, onAnswer) : requestPlain(url, options, onAnswer);
      request.once('error', reject);
      request.end(content);
    });
  }

  #valuesFor({ deliveryId, recipient, text }: OutgoingMessage): TemplateValues {
    return {
      ...mapValues(this.#settings.secrets, (secret) => secret.expose().toString('utf8')),
      to: recipient,
      toDigits: recipient.replace(/^\+/, ''),
      text: text.expose().toString('utf8'),
      id: deliveryId,
    };
  }
}

async function readAnswer(answer: IncomingMessage): Promise<GatewayAnswer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LARGEST_ANSWER_OCTETS) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') };
}

function mapValues<V>(record: Readonly<Record<string, V>>, map: (value: V) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** The code of the system's error, such as ECONNREFUSED: its message may hold the URL, and the URL the number. */
function problemOf(error: unknown): string {
  if (error instanceof AnswerTooLarge) return error.message;
  const hasCode = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
  return hasCode ? String(error.code) : 'the request failed';
}
