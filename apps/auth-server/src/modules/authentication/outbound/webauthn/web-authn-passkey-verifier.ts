import type { PasskeyAuthenticator } from '@countersign/domain';
import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PasskeyAnswer, PasskeyVerifier, VerifiedPasskey } from '../../application/ports/passkey-verifier.ts';

/** {@link PasskeyVerifier} over SimpleWebAuthn. */
export const webAuthnPasskeyVerifier: PasskeyVerifier = {
  verify: async (answer: PasskeyAnswer, passkey: PasskeyAuthenticator): Promise<VerifiedPasskey | undefined> => {
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: JSON.parse(answer.response) as AuthenticationResponseJSON,
        expectedChallenge: answer.challenge,
        expectedOrigin: answer.origin,
        expectedRPID: answer.host,
        requireUserVerification: false,
        // The counter is claimed once for all servers, with the accept; here it is only read.
        credential: { id: passkey.credentialId, publicKey: Uint8Array.from(passkey.publicKey), counter: 0 },
      });
      if (!verified) return undefined;
      return { counter: authenticationInfo.newCounter, isUserVerified: authenticationInfo.userVerified };
    } catch {
      // The library throws for everything that is not as it must be; what a browser sent is no fault of ours.
      return undefined;
    }
  },
};
