import { DomainError } from '@countersign/errors';
import { z } from 'zod';
import type { PasskeyAnswer } from '../../authentication/index.ts';

const LONGEST_RESPONSE = 16_384;
const LONGEST_ID = 2048;

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(LONGEST_ID);
const responseSchema = z.object({
  id: base64url,
  response: z.object({ clientDataJSON: base64url, userHandle: base64url.nullish() }),
});
const clientDataSchema = z.object({ challenge: base64url });

/** What can be read of a browser's answer before anything about it is known to be true. */
export interface ReadPasskeyResponse {
  readonly credentialId: string;
  readonly challenge: string;
  /** The user's id, as it was given to the device; undefined: the device does not tell it. */
  readonly userId: string | undefined;
}

/** @throws DomainError `invalid_request` for what no browser sends */
export function readPasskeyResponse(text: string): ReadPasskeyResponse {
  if (text.length > LONGEST_RESPONSE) throw unreadable();
  const parsed = responseSchema.safeParse(readJson(text));
  if (!parsed.success) throw unreadable();
  const { id, response } = parsed.data;
  const clientData = clientDataSchema.safeParse(readJson(textOf(response.clientDataJSON)));
  if (!clientData.success) throw unreadable();
  const handle = response.userHandle ?? '';
  const userId = handle === '' ? undefined : textOf(handle);
  return { credentialId: id, challenge: clientData.data.challenge, userId };
}

/** The answer to `challenge`, for whoever checks the signature. */
export function passkeyAnswer(text: string, challenge: string, origin: string): PasskeyAnswer {
  const { credentialId } = readPasskeyResponse(text);
  return { credentialId, response: text, challenge, origin, host: hostOf(origin) };
}

/** The host that passkeys of a page belong to. */
export function hostOf(origin: string): string {
  try {
    return new URL(origin).hostname;
  } catch (cause) {
    throw new DomainError('invalid_request', 'origin must be the origin of a page', { field: 'origin', cause });
  }
}

function textOf(base64: string): string {
  return Buffer.from(base64, 'base64url').toString('utf8');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(): DomainError {
  return new DomainError('invalid_request', 'the answer must be a PublicKeyCredential as JSON', { field: 'response' });
}
