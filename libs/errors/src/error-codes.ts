/** One row of the catalogue: when the code arises and what the person who meets it can do. */
export interface ErrorDescription {
  readonly meaning: string;
  readonly remedy: string;
  /** True when the same request may succeed later without any change to it. */
  readonly isRetryable: boolean;
}

/**
 * The closed list of error codes. A code is stable for ever: clients and runbooks refer to it.
 * `docs/errors.md` is generated from this table and from the edges' mappings.
 */
export const errorCatalogue = {
  invalid_request: {
    meaning: 'The request is malformed, or a value is outside what is allowed.',
    remedy: 'Correct the field that the message names and send the request again.',
    isRetryable: false,
  },
  caller_not_allowed: {
    meaning: 'The certificate of the calling process may not call this method.',
    remedy: 'Use the certificate issued for this process, or activate the process again.',
    isRetryable: false,
  },
  sign_in_required: {
    meaning: 'There is no session, it is over, or the sign-in is not complete.',
    remedy: 'Sign in, then repeat the request.',
    isRetryable: false,
  },
  proof_required: {
    meaning: 'This act needs a sign-in factor that was proved a moment ago.',
    remedy: 'Confirm with one of your sign-in methods, then repeat the request.',
    isRetryable: false,
  },
  permission_missing: {
    meaning: 'The role of the administrator does not include this act.',
    remedy: 'Ask an administrator whose role includes it.',
    isRetryable: false,
  },
  not_allowed: {
    meaning: 'A rule forbids this change, whoever asks for it.',
    remedy: 'The message names the rule and what to do instead.',
    isRetryable: false,
  },
  not_found: {
    meaning: 'The thing that the request names does not exist.',
    remedy: 'List what exists and check the spelling.',
    isRetryable: false,
  },
  user_not_found: {
    meaning: 'No user has this name.',
    remedy: 'Search with `countersign users list --search`, then use the name shown there.',
    isRetryable: false,
  },
  authenticator_not_found: {
    meaning: 'The user has no such authenticator.',
    remedy: 'See `countersign users show` for the authenticators of the user.',
    isRetryable: false,
  },
  already_exists: {
    meaning: 'Another record already has this name, address or serial number.',
    remedy: 'Use the existing record, or choose another value.',
    isRetryable: false,
  },
  authenticator_already_bound: {
    meaning: 'This authenticator is bound to another user.',
    remedy: 'Remove it from that user first.',
    isRetryable: false,
  },
  activation_code_expired: {
    meaning: 'The activation credentials are used, expired or unknown.',
    remedy: 'Generate new ones with `countersign servers activate` and use them within ten minutes.',
    isRetryable: false,
  },
  version_conflict: {
    meaning: 'Somebody else changed the record in the meantime.',
    remedy: 'Read it again, then repeat the change.',
    isRetryable: true,
  },
  attempts_throttled: {
    meaning: 'Too many attempts in a short time.',
    remedy: 'Wait for the time given, then try again.',
    isRetryable: true,
  },
  directory_unavailable: {
    meaning: 'No server of the directory answered.',
    remedy: 'Check the directory servers with `countersign doctor`.',
    isRetryable: true,
  },
  delivery_unavailable: {
    meaning: 'The message could not be handed to any provider.',
    remedy: 'Check the providers with `countersign doctor`; the journal names the reason.',
    isRetryable: true,
  },
  master_offline: {
    meaning: 'The master server is offline. Sign-in continues; users, PINs and settings cannot be changed.',
    remedy: 'Wait for the master, or promote a subordinate with `countersign servers promote`.',
    isRetryable: true,
  },
  write_outcome_unknown: {
    meaning: 'The master did not answer in time: the change may or may not have been made.',
    remedy: 'Send the same request again with the same idempotency key.',
    isRetryable: true,
  },
  storage_full: {
    meaning: 'The master has no disk space left. Sign-in continues; nothing can be changed.',
    remedy: 'Free space on the disk of the master database.',
    isRetryable: true,
  },
  deadline_exceeded: {
    meaning: 'There was no answer within the time that the caller gave.',
    remedy: 'Try again; if it lasts, run `countersign doctor`.',
    isRetryable: true,
  },
  unavailable: {
    meaning: 'A part that is needed for an answer is not reachable.',
    remedy: 'Try again; if it lasts, run `countersign doctor`.',
    isRetryable: true,
  },
  internal: {
    meaning: 'A fault in Countersign. The log has the details under the reference given.',
    remedy: 'Report the reference to whoever operates Countersign.',
    isRetryable: false,
  },
} as const satisfies Record<string, ErrorDescription>;

/** A code of the closed list. */
export type ErrorCode = keyof typeof errorCatalogue;

/** All codes, in the order of the catalogue. */
export const ERROR_CODES = Object.keys(errorCatalogue) as readonly ErrorCode[];

/** True when `value` is a code of the closed list. */
export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(errorCatalogue, value);
}
