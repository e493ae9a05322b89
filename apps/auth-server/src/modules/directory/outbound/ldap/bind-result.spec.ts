import { describe, expect, it } from '@jest/globals';
import {
  BusyError,
  ConfidentialityRequiredError,
  ConstraintViolationError,
  InappropriateAuthError,
  InvalidCredentialsError,
  NoSuchObjectError,
  UnwillingToPerformError,
} from 'ldapts';
import { answerOfRefusedBind } from './bind-result.ts';

/** As Active Directory writes it. */
const text = (data: string) =>
  `80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data ${data}, v4563\0`;

describe('answerOfRefusedBind', () => {
  it.each([
    ['525', 'password_wrong'],
    ['52e', 'password_wrong'],
    ['52E', 'password_wrong'],
    ['530', 'directory_logon_refused'],
    ['531', 'directory_logon_refused'],
    ['532', 'directory_password_expired'],
    ['533', 'directory_account_disabled'],
    ['701', 'directory_account_expired'],
    ['773', 'directory_password_must_change'],
    ['775', 'directory_account_locked'],
    ['569', 'directory_logon_refused'],
  ])('reads sub-code %s of error 49 as %s', (data, reason) => {
    const detail = `LDAP result 49, data ${data.toLowerCase()}`;
    expect(answerOfRefusedBind(new InvalidCredentialsError(text(data)))).toEqual({ kind: 'refused', reason, detail });
  });

  it.each([
    [new InvalidCredentialsError(), 'password_wrong'],
    [new InvalidCredentialsError('the database is not what you think'), 'password_wrong'],
    [new NoSuchObjectError(), 'password_wrong'],
    [new InappropriateAuthError(), 'password_wrong'],
    [new ConstraintViolationError('Exceed password retry limit'), 'directory_account_locked'],
    [new UnwillingToPerformError('Account inactivated'), 'directory_logon_refused'],
  ])('reads %s as a refusal', (error, reason) => {
    expect(answerOfRefusedBind(error)).toMatchObject({ kind: 'refused', reason });
  });

  it.each([new BusyError(), new ConfidentialityRequiredError()])('reads %s as "nobody knows"', (error) => {
    expect(answerOfRefusedBind(error)).toMatchObject({ kind: 'unavailable' });
  });
});
