import type { RelyingPartyPolicy } from '@countersign/domain';

/** Encodings of passwords that are not UTF-8; empty: UTF-8 alone. */
export const PASSWORD_ENCODINGS = ['windows-1252', 'windows-1251', 'iso-8859-1'] as const;

/** See {@link PASSWORD_ENCODINGS}. */
export type PasswordEncoding = (typeof PASSWORD_ENCODINGS)[number] | '';

/** What an administrator decides about a RADIUS client. */
export interface RadiusClientFields {
  /** Also the application name in messages and in the journal. */
  readonly name: string;
  /** CIDR notation, host bits zero. */
  readonly network: string;
  readonly requireMessageAuthenticator: boolean;
  readonly allowUnsignedProxyState: boolean;
  readonly passwordEncoding: PasswordEncoding;
  readonly nasDeadlineSeconds: number;
  readonly sendClass: boolean;
  readonly clientAddressAttributes: readonly string[];
  /** 0: no limit of its own. */
  readonly requestsPerSecond: number;
  readonly policy: RelyingPartyPolicy;
}

/** A RADIUS client and its relying party, without the secrets. */
export interface RadiusClient extends RadiusClientFields {
  readonly id: string;
  readonly relyingPartyId: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly secretChangedAt: number;
  /** Until when the former secret is accepted; 0: there is none. */
  readonly previousSecretRetiresAt: number;
}

/** A client with its sealed secrets, as the database holds it. */
export interface SealedRadiusClient extends RadiusClient {
  readonly secretSealed: Buffer;
  readonly previousSecretSealed: Buffer | undefined;
}
