import { readFileSync } from 'node:fs';
import { readSecretFile } from '@countersign/config';
import { DomainError, SecretBytes } from '@countersign/errors';
import type { MessageProvider } from '../../application/ports/message-provider.ts';
import { HttpGateway } from '../http/http-gateway.ts';
import { MailRelay } from '../smtp/mail-relay.ts';
import { type HttpProviderConfig, type MailProviderConfig, providersConfigSchema } from './providers-config.ts';

const USUAL_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

/**
 * The providers of the file that DELIVERY_PROVIDERS_FILE names, in its order.
 * @throws DomainError `invalid_request` with every problem of the file
 */
export function loadProviders(path: string): readonly MessageProvider[] {
  const result = providersConfigSchema.safeParse(parseJson(path, read(path)));
  if (!result.success) {
    const problems = result.error.issues.map(({ path: at, message }) => `  ${at.join('.') || 'the file'}: ${message}`);
    throw unusable(path, `has problems:\n${problems.join('\n')}`);
  }
  return result.data.providers.map((provider) =>
    provider.kind === 'http' ? httpGateway(path, provider) : mailRelay(path, provider),
  );
}

function httpGateway(path: string, config: HttpProviderConfig): HttpGateway {
  const { secretFiles, success, caFile, ...rest } = config;
  const secrets = Object.entries(secretFiles).map(([name, file]) => [name, secretIn(path, file)] as const);
  return new HttpGateway({
    ...rest,
    body: rest.body,
    secrets: Object.fromEntries(secrets),
    success: {
      ...success,
      bodyMatches: success.bodyMatches === undefined ? undefined : new RegExp(success.bodyMatches),
    },
    authorities: caFile === undefined ? undefined : read(caFile),
  });
}

function mailRelay(path: string, config: MailProviderConfig): MailRelay {
  const { account, caFile, port, ...rest } = config;
  return new MailRelay({
    ...rest,
    addressTemplate: rest.addressTemplate,
    port: port ?? USUAL_PORTS[rest.security],
    authorities: caFile === undefined ? undefined : read(caFile),
    account: account === undefined ? undefined : { user: account.user, password: secretIn(path, account.passwordFile) },
  });
}

function secretIn(path: string, file: string): SecretBytes {
  const secret = readSecretFile(file);
  if (secret.kind === 'refused') throw unusable(path, `a secret ${secret.problem}`);
  return SecretBytes.fromText(secret.content);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(path, 'cannot be read', error);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and somebody may have written a key into it.
    throw unusable(path, 'is not JSON');
  }
}

function unusable(path: string, problem: string, cause?: unknown): DomainError {
  return new DomainError('invalid_request', `the providers file ${path} ${problem}`, { cause });
}
