import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { selfServiceV1 } from '@countersign/contracts';
import { DomainError, isDomainError } from '@countersign/errors';
import { aCall } from '../../../../__fixtures__/administration-stack.ts';
import { SELF_SERVICE_ACCESS } from '../../../../inbound/grpc/self-service-access.ts';
import type { Principal } from '../../../../platform/principal.ts';
import { aSelfServiceWorld, type SelfServiceWorld } from '../../__fixtures__/self-service-world.ts';

const STALE = 5 * 60_000;
const SERVICES = {
  OwnMethodsService: selfServiceV1.OwnMethodsServiceDefinition,
  EnrollmentService: selfServiceV1.EnrollmentServiceDefinition,
  OwnAccountService: selfServiceV1.OwnAccountServiceDefinition,
} as const;

type Level = 'none' | 'half' | 'enrolling' | 'full' | 'fresh';
const LEVELS: readonly Level[] = ['none', 'half', 'enrolling', 'full', 'fresh'];
const REFUSALS: ReadonlySet<string> = new Set(['sign_in_required', 'proof_required', 'caller_not_allowed']);

/** Every route with every session, and how the table says it is answered. */
const cases = Object.entries(SELF_SERVICE_ACCESS).flatMap(([method, row]) =>
  LEVELS.map((level) => [method, level, expected(row, level)] as const),
);

function expected(row: (typeof SELF_SERVICE_ACCESS)[string], level: Level): string {
  if (row === 'anyone') return 'reached';
  if (level === 'none' || level === 'half') return 'sign_in_required';
  if (level === 'enrolling') return row.level === 'enrolling' ? 'reached' : 'sign_in_required';
  return row.proof === true && level === 'full' ? 'proof_required' : 'reached';
}

describe('the access of self-service', () => {
  let world: SelfServiceWorld;
  let userId: string;
  beforeAll(async () => {
    world = await aSelfServiceWorld();
  });
  beforeEach(async () => {
    await world.reset();
    userId = await world.aUser();
  });
  afterAll(async () => {
    await world.close();
  });

  /** A half session is known to nobody who asks for a principal. */
  const sessionOf = (level: Level) => {
    const { time } = world.stack.clock;
    const principal: Readonly<Record<Exclude<Level, 'none' | 'half'>, Partial<Principal>>> = {
      enrolling: { level: 'enrolling', provedAt: 0, provedById: '' },
      full: { level: 'full', provedAt: time - STALE },
      fresh: { level: 'full', provedAt: time - STALE + 1000 },
    };
    const door = { caller: { service: 'user-portal', instance: 'portal-1' } };
    if (level === 'none') return door;
    return level === 'half' ? { ...door, session: 'half' } : world.session({ userId, ...principal[level] });
  };
  const answerOf = async (method: string, level: Level) => {
    const [service = '', name = ''] = method.split('.').at(-1)?.split('/') ?? [];
    const { methods } = SERVICES[service as keyof typeof SERVICES];
    const key = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
    const implementation = {
      OwnMethodsService: world.methods,
      EnrollmentService: world.enrollment,
      OwnAccountService: world.account,
    };
    const handlers = implementation[service as keyof typeof implementation] as unknown as Record<
      string,
      (request: unknown, call: unknown) => Promise<unknown>
    >;
    const { requestType } = methods[key as never] as { requestType: { create(): unknown } };
    try {
      await handlers[key]?.(requestType.create(), { ...aCall(), ...sessionOf(level), method });
      return 'reached';
    } catch (error) {
      return isDomainError(error) && REFUSALS.has(error.code) ? error.code : 'reached';
    }
  };

  it('has a row for every method, and no other', () => {
    const methods = Object.values(SERVICES).flatMap(({ fullName, methods: all }) =>
      Object.values(all).map(({ name }) => `${fullName}/${name}`),
    );
    expect(Object.keys(SELF_SERVICE_ACCESS).sort()).toEqual(methods.sort());
  });

  it.each(cases)('%s with the session "%s": %s', async (method, level, wanted) => {
    expect(await answerOf(method, level)).toBe(wanted);
  });

  it('changes nothing without a right', async () => {
    const before = await world.stack.database.query('SELECT count(*)::int AS n FROM journal_pending');
    for (const [method, level, wanted] of cases) if (wanted !== 'reached') await answerOf(method, level);
    expect(await world.stack.database.query('SELECT count(*)::int AS n FROM journal_pending')).toEqual(before);
    expect(world.mails).toEqual([]);
    expect(world.texts).toEqual([]);
  });

  it('is not for the console, nor for a session of it', async () => {
    const method = 'countersign.self_service.v1.OwnMethodsService/GetOverview';
    const { session } = world.session({ userId, surface: 'console' });
    const asked = world.methods.getOverview(
      {},
      { ...aCall(), caller: { service: 'user-portal', instance: undefined }, session, method },
    );
    await expect(asked).rejects.toBeInstanceOf(DomainError);
    const console = { ...aCall(), caller: { service: 'admin-console', instance: undefined }, session, method };
    await expect(world.methods.getOverview({}, console)).rejects.toMatchObject({ code: 'caller_not_allowed' });
  });
});
