import { DomainError, type ErrorCode } from '@countersign/errors';
import type { Language } from './language.ts';

/** How a code is said over HTTP. The words belong to the code, never to the exception. */
export interface HttpError {
  readonly status: number;
  readonly title: Readonly<Record<Language, string>>;
  /** What `Retry-After` says when the error itself names no time. */
  readonly retryAfterSeconds?: number;
}

/** The one mapping of error codes to HTTP. */
export const httpErrorTable = {
  invalid_request: {
    status: 400,
    title: { en: 'Something in the request is not right.', fr: 'Quelque chose ne va pas dans la demande.' },
  },
  caller_not_allowed: {
    status: 403,
    title: { en: 'This request is not accepted from there.', fr: 'Cette demande n’est pas acceptée de cet endroit.' },
  },
  sign_in_required: { status: 401, title: { en: 'Sign in to go on.', fr: 'Connectez-vous pour continuer.' } },
  proof_required: {
    status: 403,
    title: { en: 'Confirm that it is you, then go on.', fr: 'Confirmez que c’est bien vous, puis continuez.' },
  },
  permission_missing: {
    status: 403,
    title: { en: 'Your role does not include this.', fr: 'Votre rôle ne le permet pas.' },
  },
  not_allowed: { status: 409, title: { en: 'A rule forbids this.', fr: 'Une règle l’interdit.' } },
  not_found: { status: 404, title: { en: 'This does not exist.', fr: 'Cela n’existe pas.' } },
  user_not_found: { status: 404, title: { en: 'This user does not exist.', fr: 'Cet utilisateur n’existe pas.' } },
  authenticator_not_found: {
    status: 404,
    title: { en: 'This sign-in method does not exist.', fr: 'Cette méthode de connexion n’existe pas.' },
  },
  already_exists: { status: 409, title: { en: 'This exists already.', fr: 'Cela existe déjà.' } },
  authenticator_already_bound: {
    status: 409,
    title: { en: 'Somebody else uses this device.', fr: 'Une autre personne utilise cet appareil.' },
  },
  activation_code_expired: {
    status: 410,
    title: { en: 'This code is used or too old.', fr: 'Ce code a déjà servi ou a expiré.' },
  },
  version_conflict: {
    status: 409,
    title: { en: 'Somebody else changed this meanwhile.', fr: 'Quelqu’un d’autre a modifié ceci entre-temps.' },
  },
  attempts_throttled: {
    status: 429,
    title: { en: 'Too many attempts. Wait a little.', fr: 'Trop de tentatives. Patientez un peu.' },
    retryAfterSeconds: 5,
  },
  directory_unavailable: {
    status: 503,
    title: { en: 'The company directory does not answer.', fr: 'L’annuaire de l’entreprise ne répond pas.' },
    retryAfterSeconds: 5,
  },
  delivery_unavailable: {
    status: 503,
    title: { en: 'The message could not be sent.', fr: 'Le message n’a pas pu être envoyé.' },
    retryAfterSeconds: 10,
  },
  master_offline: {
    status: 503,
    title: {
      en: 'The master server is offline: sign-ins work, changes do not.',
      fr: 'Le serveur maître est hors ligne : les connexions fonctionnent, pas les modifications.',
    },
    retryAfterSeconds: 5,
  },
  write_outcome_unknown: {
    status: 504,
    title: {
      en: 'It is not known whether the change was made.',
      fr: 'On ne sait pas si la modification a été faite.',
    },
    retryAfterSeconds: 5,
  },
  storage_full: {
    status: 503,
    title: { en: 'The master server has no disk space left.', fr: 'Le disque du serveur maître est plein.' },
    retryAfterSeconds: 60,
  },
  deadline_exceeded: {
    status: 504,
    title: { en: 'The server did not answer in time.', fr: 'Le serveur n’a pas répondu à temps.' },
    retryAfterSeconds: 2,
  },
  unavailable: {
    status: 503,
    title: { en: 'The server cannot answer at the moment.', fr: 'Le serveur ne peut pas répondre pour le moment.' },
    retryAfterSeconds: 2,
  },
  internal: { status: 500, title: { en: 'A fault on our side.', fr: 'Une erreur de notre côté.' } },
} as const satisfies Record<ErrorCode, HttpError>;

/** A problem document (RFC 9457) as the pages read it. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  /** What exactly, for the person who sent the request. */
  readonly detail?: string;
  /** The field of the request that is wrong. */
  readonly field?: string;
  /** The id of the request in the log. */
  readonly reference: string;
  readonly retryAfterSeconds?: number;
}

/** The problem that an error is: a `DomainError` by its code, Fastify's own by their status, anything else a fault of ours. */
export function problemOf(error: unknown, reference: string, language: Language): Problem {
  if (error instanceof DomainError) return problemOfDomain(error, reference, language);
  const status = clientStatus(error);
  if (status === undefined) return problemOfDomain(new DomainError('internal', ''), reference, language);
  const refused = new DomainError(status === 404 ? 'not_found' : 'invalid_request', detailOf(status));
  return { ...problemOfDomain(refused, reference, language), status };
}

function problemOfDomain(error: DomainError, reference: string, language: Language): Problem {
  const { code, message, field } = error;
  const entry: HttpError = httpErrorTable[code];
  const retryAfterSeconds = error.retryAfterSeconds ?? entry.retryAfterSeconds;
  return {
    type: `urn:countersign:error:${code}`,
    title: entry.title[language],
    status: entry.status,
    code,
    ...(code === 'internal' || message === '' ? {} : { detail: message }),
    ...(field === undefined ? {} : { field }),
    reference,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** The status of an error that the HTTP layer made of what a client sent; undefined for all others. */
function clientStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

function detailOf(status: number): string {
  if (status === 413) return 'the request is larger than this door accepts';
  if (status === 415) return 'the content type must be application/json';
  if (status === 404) return 'there is nothing at this address';
  return 'the request is not well formed';
}
