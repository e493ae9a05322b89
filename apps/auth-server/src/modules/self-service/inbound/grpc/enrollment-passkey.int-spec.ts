import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selfServiceV1 as wire } from '@countersign/contracts';
import { SoftwarePasskey } from '@countersign/testing';
import type { CallContext } from '@countersign/rpc';
import { aSelfServiceWorld, call, type SelfServiceWorld } from '../../__fixtures__/self-service-world.ts';

const ORIGIN = 'https://mfa.example.org';
type Options = Parameters<SoftwarePasskey['create']>[0] & { readonly authenticatorSelection: object };
type Behaviour = Parameters<SoftwarePasskey['create']>[2];

describe('the enrollment of a passkey', () => {
  let world: SelfServiceWorld;
  let userId: string;
  let session: Partial<CallContext>;
  beforeAll(async () => {
    world = await aSelfServiceWorld();
  });
  beforeEach(async () => {
    await world.reset();
    userId = await world.aUser();
    session = world.session({ userId, level: 'enrolling', provedAt: 0, provedById: '' });
  });
  afterAll(async () => {
    await world.close();
  });

  const begin = async (origin = ORIGIN) => {
    const { enrollmentId, optionsJson } = await call(
      world.enrollment.beginPasskey,
      'EnrollmentService/BeginPasskey',
      wire.BeginPasskeyRequest,
      { origin },
      session,
    );
    return { enrollmentId, options: JSON.parse(optionsJson) as Options };
  };
  const finish = async (enrollmentId: string, response: object, more: object = {}) => {
    const message = { enrollmentId, responseJson: JSON.stringify(response), origin: ORIGIN, ...more };
    return (
      await call(
        world.enrollment.finishPasskey,
        'EnrollmentService/FinishPasskey',
        wire.FinishPasskeyRequest,
        message,
        session,
      )
    ).outcome;
  };
  const enroll = async (passkey: SoftwarePasskey, origin = ORIGIN, behaviour: Behaviour = {}) => {
    const { enrollmentId, options } = await begin();
    return await finish(enrollmentId, passkey.create(options, origin, behaviour));
  };

  it('asks for a discoverable credential that makes sure who holds it', async () => {
    const { options } = await begin();
    expect(options).toMatchObject({
      rp: { id: 'mfa.example.org', name: 'Countersign' },
      user: { name: 'alice', displayName: 'Alice Doe' },
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      excludeCredentials: [],
    });
  });

  it('stores the public half, completes the sign-in and names the passkey by its maker', async () => {
    const passkey = new SoftwarePasskey('ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4');
    const outcome = await enroll(passkey);
    expect(outcome).toMatchObject({
      refusal: '',
      enrolled: { kind: 'passkey', name: 'Google Password Manager', session: 'promoted session 0' },
    });
    const [row] = await world.stack.database.query<{ credential_id: string; parameters: { publicKey: string } }>(
      'SELECT credential_id, parameters, secret_sealed FROM authenticators',
    );
    expect(row).toMatchObject({
      credential_id: passkey.credentialId,
      secret_sealed: null,
      parameters: { rpId: 'mfa.example.org' },
    });
    expect(Buffer.from(row?.parameters.publicKey ?? '', 'base64url').length).toBeGreaterThan(70);
  });

  it('leaves out what the person has, and says so when it comes all the same', async () => {
    const passkey = new SoftwarePasskey();
    await enroll(passkey);
    session = world.session({ userId });
    const { enrollmentId, options } = await begin();
    expect(options.excludeCredentials).toMatchObject([{ id: passkey.credentialId }]);
    expect(() => passkey.create(options, ORIGIN)).toThrow('InvalidStateError');
    const forced = passkey.create({ ...options, excludeCredentials: [] }, ORIGIN);
    expect(await finish(enrollmentId, forced)).toMatchObject({ refusal: 'already_registered' });
  });

  it.each<[string, string, Behaviour, string]>([
    ['a device that did not check who holds it', ORIGIN, { isUserVerified: false }, 'not_verified'],
    ['another page', 'https://evil.example.org', {}, 'refused'],
    ['another host', ORIGIN, { rpId: 'evil.example.org' }, 'refused'],
  ])('refuses %s', async (_what, origin, behaviour, refusal) => {
    expect(await enroll(new SoftwarePasskey(), origin, behaviour)).toMatchObject({ refusal, enrolled: undefined });
    expect(await world.stack.database.query('SELECT 1 FROM authenticators')).toEqual([]);
  });

  it('takes a challenge once, of this enrollment and this origin, for five minutes', async () => {
    const passkey = new SoftwarePasskey();
    const first = await begin();
    const answer = passkey.create(first.options, ORIGIN, { isUserVerified: false });
    expect(await finish(first.enrollmentId, answer)).toMatchObject({ refusal: 'not_verified' });
    expect(await finish(first.enrollmentId, passkey.create(first.options, ORIGIN))).toMatchObject({
      refusal: 'expired',
    });
    const second = await begin();
    const old = passkey.create(first.options, ORIGIN);
    expect(await finish(second.enrollmentId, old)).toMatchObject({ refusal: 'refused' });
    const third = await begin();
    const right = passkey.create(third.options, ORIGIN);
    expect(await finish(third.enrollmentId, right, { origin: 'https://other.example.org' })).toMatchObject({
      refusal: 'expired',
    });
    world.stack.clock.time += 5 * 60_000;
    expect(await finish(third.enrollmentId, right)).toMatchObject({ refusal: 'expired' });
  });

  it.each(['{ ', '[]', '{}', '{"id":"a","rawId":"a","type":"public-key","response":{}}'])(
    'survives %s',
    async (responseJson) => {
      const { enrollmentId } = await begin();
      expect(await finish(enrollmentId, {}, { responseJson })).toMatchObject({ refusal: 'refused' });
    },
  );

  it('happens at the address of the portal alone, where one is set', async () => {
    world.set({ url: ORIGIN });
    expect((await begin()).options.rp.id).toBe('mfa.example.org');
    await expect(begin('https://10.0.0.1')).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
