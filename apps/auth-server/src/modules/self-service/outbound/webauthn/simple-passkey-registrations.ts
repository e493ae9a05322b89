import {
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type {
  PasskeyProof,
  PasskeyRegistrations,
  PasskeyRequest,
} from '../../application/ports/passkey-registrations.ts';

/** ES256, EdDSA, RS256: what authenticators make (RFC 9053, RFC 8812). */
const ALGORITHMS = [-7, -8, -257];
const PATIENCE_MILLISECONDS = 120_000;

/** New passkeys, checked by @simplewebauthn/server. */
export class SimplePasskeyRegistrations implements PasskeyRegistrations {
  async options(request: PasskeyRequest): Promise<string> {
    const options = await generateRegistrationOptions({
      rpID: request.rpId,
      rpName: request.rpName,
      userID: Uint8Array.from(Buffer.from(request.userId, 'utf8')),
      userName: request.userName,
      userDisplayName: request.displayName,
      challenge: Uint8Array.from(Buffer.from(request.challenge, 'base64url')),
      timeout: PATIENCE_MILLISECONDS,
      attestationType: 'none',
      excludeCredentials: request.exclude.map(({ credentialId, transports }) => ({
        id: credentialId,
        transports: transports.filter(isTransport),
      })),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return JSON.stringify(options);
  }

  async verify(answer: Parameters<PasskeyRegistrations['verify']>[0]): Promise<PasskeyProof> {
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response: JSON.parse(answer.responseJson) as RegistrationResponseJSON,
        expectedChallenge: answer.challenge,
        expectedOrigin: answer.origin,
        expectedRPID: answer.rpId,
        requireUserVerification: true,
        supportedAlgorithmIDs: ALGORITHMS,
      });
      if (!verified) return { kind: 'refused', reason: 'refused' };
      const { credential, aaguid, credentialDeviceType, credentialBackedUp } = registrationInfo;
      return {
        kind: 'proved',
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: (credential.transports ?? []).filter(isTransport),
        aaguid,
        deviceType: credentialDeviceType,
        isBackedUp: credentialBackedUp,
      };
    } catch (error) {
      // The library throws for whatever a browser sends that is not right; its words are for developers.
      const isUnverified = error instanceof Error && /user (was not|could not be) verified/i.test(error.message);
      return { kind: 'refused', reason: isUnverified ? 'not_verified' : 'refused' };
    }
  }
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;

function isTransport(text: string): text is (typeof TRANSPORTS)[number] {
  return (TRANSPORTS as readonly string[]).includes(text);
}
