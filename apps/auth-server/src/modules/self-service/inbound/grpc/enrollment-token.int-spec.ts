import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selfServiceV1 as wire } from '@countersign/contracts';
import { hotpValue } from '@countersign/domain';
import { SecretBytes } from '@countersign/errors';
import type { CallContext } from '@countersign/rpc';
import { aSelfServiceWorld, call, type SelfServiceWorld } from '../../__fixtures__/self-service-world.ts';

const TOKEN = '00000000-0000-7000-8000-000000000077';
const SEED = Buffer.alloc(20, 7);
const code = (counter: number) => hotpValue(SEED, counter, 'SHA1', 6);

describe('the enrollment of a hardware token', () => {
  let world: SelfServiceWorld;
  let session: Partial<CallContext>;
  beforeAll(async () => {
    world = await aSelfServiceWorld();
  });
  beforeEach(async () => {
    await world.reset();
    const userId = await world.aUser();
    session = world.session({ userId, level: 'enrolling', provedAt: 0, provedById: '' });
    const location = { table: 'authenticators', column: 'secret_sealed', row: TOKEN } as const;
    const { sealed, keyId } = world.stack.secrets.seal(new SecretBytes(Buffer.from(SEED)), location);
    await world.stack.database.query(
      `INSERT INTO authenticators (id, kind, serial_number, secret_sealed, sealed_with, parameters)
       VALUES ($1, 'hotp', 'A-1', $2, $3, '{"algorithm": "SHA1", "digits": 6, "manufacturer": "Acme"}')`,
      [TOKEN, sealed, keyId],
    );
  });
  afterAll(async () => {
    await world.close();
  });

  const add = async (message: object) =>
    (await call(world.enrollment.addToken, 'EnrollmentService/AddToken', wire.AddTokenRequest, message, session))
      .outcome;

  it('takes it by its number and two codes that follow each other, which count as used', async () => {
    const outcome = await add({ serialNumber: 'A-1', firstCode: code(3), secondCode: code(4) });
    expect(outcome).toMatchObject({
      refusal: '',
      enrolled: { methodId: TOKEN, kind: 'hotp', name: 'A-1', isDefault: true },
    });
    expect(await world.stack.redis.client.get(`cs:c:${TOKEN}`)).toBe('4');
    expect(world.mails).toMatchObject([{ event: 'method_added', values: { what: 'code generator A-1' } }]);
  });

  it('answers the same for wrong codes, an unknown number and somebody else’s token, five times', async () => {
    const wrong = { serialNumber: 'A-1', firstCode: code(3), secondCode: code(9) };
    expect(await add(wrong)).toMatchObject({ refusal: 'not_this_token', attemptsLeft: 4 });
    expect(await add({ ...wrong, serialNumber: 'A-2' })).toMatchObject({ refusal: 'not_this_token', attemptsLeft: 3 });
    const bob = await world.aUser({ userName: 'bob' });
    await world.stack.database.query('UPDATE authenticators SET user_id = $1 WHERE id = $2', [bob, TOKEN]);
    const right = { serialNumber: 'A-1', firstCode: code(3), secondCode: code(4) };
    expect(await add(right)).toMatchObject({ refusal: 'not_this_token', attemptsLeft: 2 });
    await add(wrong);
    await add(wrong);
    await world.stack.database.query('UPDATE authenticators SET user_id = NULL');
    expect(await add(right)).toMatchObject({ refusal: 'too_many_tries' });
  });
});
