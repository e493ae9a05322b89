import type { RejectionReason } from '@countersign/domain';
import { ResultCodeError } from 'ldapts';
import type { PasswordAnswer } from '../../application/ports/password-verifier.ts';

const INVALID_CREDENTIALS = 49;

/**
 * What Active Directory and Samba write into the text of error 49, `… data 52e, …`: a Windows error in hexadecimal.
 * All but the first two are earned by a right password only.
 */
const REASON_BY_SUB_CODE: Readonly<Record<string, RejectionReason>> = {
  '525': 'password_wrong', // no such user
  '52e': 'password_wrong', // wrong password, or no such user
  '530': 'directory_logon_refused', // not at this hour
  '531': 'directory_logon_refused', // not from this workstation
  '532': 'directory_password_expired',
  '533': 'directory_account_disabled',
  '701': 'directory_account_expired',
  '773': 'directory_password_must_change',
  '775': 'directory_account_locked',
};

/** Result codes (RFC 4511 appendix A) of a bind that mean "no", apart from 49. Others mean that nobody knows. */
const REASON_BY_RESULT_CODE: Readonly<Record<number, RejectionReason>> = {
  19: 'directory_account_locked', // constraintViolation: 389 Directory Server after too many failures
  32: 'password_wrong', // noSuchObject: servers that tell the bind's name apart from its password
  48: 'password_wrong', // inappropriateAuthentication: the entry has no password
  50: 'directory_logon_refused', // insufficientAccessRights: the access rules forbid to authenticate
  53: 'directory_logon_refused', // unwillingToPerform: an account that was deactivated
};

/** What the refusal of a bind says about the claimant. The detail is for the journal and holds nothing secret. */
export function answerOfRefusedBind(error: ResultCodeError): PasswordAnswer {
  const { code } = error;
  const subCode = code === INVALID_CREDENTIALS ? subCodeOf(error.message) : undefined;
  const detail = subCode === undefined ? `LDAP result ${code}` : `LDAP result ${code}, data ${subCode}`;
  if (code === INVALID_CREDENTIALS) {
    const reason =
      subCode === undefined ? 'password_wrong' : (REASON_BY_SUB_CODE[subCode] ?? 'directory_logon_refused');
    return { kind: 'refused', reason, detail };
  }
  const reason = REASON_BY_RESULT_CODE[code];
  if (reason !== undefined) return { kind: 'refused', reason, detail };
  return { kind: 'unavailable', detail: `the directory answered the bind with ${detail}` };
}

/** True when the directory itself answered, as opposed to a connection that broke. */
export function isDirectoryAnswer(error: unknown): error is ResultCodeError {
  return error instanceof ResultCodeError;
}

function subCodeOf(message: string): string | undefined {
  return /\bdata ([0-9a-f]{1,8})\b/i.exec(message)?.[1]?.toLowerCase();
}
