import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../src/eventually.ts';
import type { Nas, Reply } from '../../src/nas.ts';
import { oneTimeCode } from '../../src/oath-device.ts';
import { pskcOf } from '../../src/token-files.ts';
import { aName, type Person, type PersonOptions } from '../../src/people.ts';
import { CODE_ONLY, Product } from '../../src/product.ts';

const DENIED = 'Sign-in was refused.';

let product: Product;
let vpn: Nas;
let codeOnly: Nas;

beforeAll(async () => {
  product = await Product.start();
  vpn = await product.nas();
  codeOnly = await product.nas(CODE_ONLY);
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

const person = async (options: PersonOptions = {}): Promise<Person> => await product.addPerson(options);

/** What the claimant can see of a reply, the signature and the ids aside. */
const outside = ({ kind, message, attributes }: Reply) => ({ kind, message, attributes });

describe('a code by text message', () => {
  const challengeBySms = async (user: Person, station: string): Promise<Reply> => {
    const attributes = [`Calling-Station-Id=${station}`];
    const challenge = await vpn.ask({ userName: user.name, password: user.password, attributes });
    const why = challenge.kind === 'challenge' ? [] : JSON.stringify(await product.journal('--from', '1min'));
    expect({ ...challenge, why }).toMatchObject({
      why: [],
      kind: 'challenge',
      message: 'Enter the code that was sent to your phone.',
    });
    return challenge;
  };

  it('lands in the inbox, in words that name the application, and is good once', async () => {
    const user = await person({ hasDevice: false, hasPhone: true });
    const challenge = await challengeBySms(user, '192.0.2.1');
    const { id, text, code } = await product.message(user.phone);
    expect(text).toBe(`Your code for Demo VPN is ${code}. Never give it to anyone.`);
    const answer = { userName: user.name, password: code, state: challenge.state };
    expect((await vpn.ask(answer)).kind).toBe('accept');
    expect((await vpn.ask(answer)).kind).toBe('reject');
    const next = await challengeBySms(user, '192.0.2.2');
    expect((await vpn.ask({ ...answer, state: next.state })).kind).toBe('challenge');
    const second = await product.message(user.phone, id);
    expect(second.code).not.toBe(code);
    const cli = await product.countersign<{ to: string; text: string }[]>(['inbox', '--last', '1000']);
    expect(cli).toContainEqual(expect.objectContaining({ to: user.phone, text }));
    const [delivered] = await product.entries(1, '--kind', 'delivery', '--user', user.name);
    expect(JSON.stringify(delivered)).not.toContain(code);
  });

  it('is sent once for a sign-in that the VPN repeats', async () => {
    const user = await person({ hasDevice: false, hasPhone: true });
    const ask = { userName: user.name, password: user.password, attributes: ['Calling-Station-Id=192.0.2.3'] };
    const other = await product.nas();
    const challenges = await Promise.all([vpn.ask(ask), other.ask(ask), vpn.ask(ask)]);
    expect(challenges.map(({ kind }) => kind)).toEqual(['challenge', 'challenge', 'challenge']);
    const { code } = await product.message(user.phone);
    const end = await vpn.ask({ userName: user.name, password: code, state: challenges[0]?.state });
    expect(end.kind).toBe('accept');
    expect(await product.inbox(user.phone)).toHaveLength(1);
  });

  it('makes an earlier one worthless: the newest wins', async () => {
    const user = await person({ hasDevice: false, hasPhone: true });
    const older = await challengeBySms(user, '192.0.2.4');
    const first = await product.message(user.phone);
    const newer = await challengeBySms(user, '192.0.2.5');
    const second = await product.message(user.phone, first.id);
    const late = await vpn.ask({ userName: user.name, password: first.code, state: older.state });
    expect(late.kind).not.toBe('accept');
    const end = await vpn.ask({ userName: user.name, password: second.code, state: newer.state });
    expect(end.kind).toBe('accept');
  });

  it('may be guessed five times, and the fifth ends it', async () => {
    const user = await person({ hasDevice: false, hasPhone: true });
    let { state } = await challengeBySms(user, '192.0.2.6');
    const { code } = await product.message(user.phone);
    const guess = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    const kinds: string[] = [];
    for (let tries = 0; tries < 5; tries++) {
      const reply = await vpn.ask({ userName: user.name, password: guess, state });
      kinds.push(reply.kind);
      state = reply.state ?? state;
    }
    expect(kinds).toEqual(['challenge', 'challenge', 'challenge', 'challenge', 'reject']);
    expect((await vpn.ask({ userName: user.name, password: code, state })).kind).toBe('reject');
  });

  it('may be mistyped four times and be right the fifth', async () => {
    const user = await person({ hasDevice: false, hasPhone: true });
    let { state } = await challengeBySms(user, '192.0.2.7');
    const { code } = await product.message(user.phone);
    for (let tries = 0; tries < 4; tries++) {
      ({ state } = await vpn.ask({ userName: user.name, password: 'abc', state }));
    }
    expect((await vpn.ask({ userName: user.name, password: code, state })).kind).toBe('accept');
  });
});

describe('other codes', () => {
  it('takes a recovery code once', async () => {
    const user = await person();
    const { codes } = await product.countersign<{ codes: string[] }>(['authenticators', 'recovery-codes', user.name]);
    const [first = '', second = ''] = codes;
    expect((await vpn.signIn(user.name, user.password, first)).kind).toBe('accept');
    expect((await vpn.signIn(user.name, user.password, first)).kind).not.toBe('accept');
    expect((await vpn.signIn(user.name, user.password, second.toLowerCase())).kind).toBe('accept');
    const shown = await eventually('two used codes', async () => {
      const { authenticators } = await product.countersign<{ authenticators: { recoveryCodesLeft: number }[] }>([
        'users',
        'show',
        user.name,
      ]);
      return authenticators.some(({ recoveryCodesLeft }) => recoveryCodesLeft === codes.length - 2);
    });
    expect(shown).toBe(true);
  });

  it('takes the codes of an event-based token that came in a PSKC file, forward only', async () => {
    const user = await person({ hasDevice: false });
    // RFC 4226 appendix D.
    const seed = Buffer.from('12345678901234567890');
    const serial = aName('HOTP');
    const file = product.write('tokens.xml', pskcOf(serial, seed));
    await product.countersign(['authenticators', 'import', file]);
    await product.countersign(['authenticators', 'assign', serial, user.name]);
    const kindOf = async (counter: number) =>
      (await codeOnly.ask({ userName: user.name, password: oneTimeCode(seed, counter) })).kind;
    expect(await kindOf(0)).toBe('accept');
    expect(await kindOf(0)).toBe('reject');
    expect(await kindOf(6)).toBe('accept');
    expect(await kindOf(3)).toBe('reject');
    expect(await kindOf(40)).toBe('reject');
    expect(await kindOf(7)).toBe('accept');
    const verdicts = await product.verdictsOf(user.name, 6);
    expect(verdicts.slice(0, 4)).toEqual(['accepted', 'rejected code_replayed', 'accepted', 'rejected code_replayed']);
  });
});

describe('who may not sign in for a while', () => {
  it('is locked out after five wrong codes, whatever door they come by, until unlocked', async () => {
    const user = await person();
    const first = await vpn.ask({ userName: user.name, password: user.password });
    await vpn.ask({ userName: user.name, password: user.device.wrong(), state: first.state });
    for (let tries = 0; tries < 4; tries++) await codeOnly.ask({ userName: user.name, password: user.device.wrong() });
    const locked = await codeOnly.ask({ userName: user.name, password: user.device.now() });
    expect(outside(locked)).toEqual({ kind: 'reject', message: DENIED, attributes: [] });
    expect((await vpn.ask({ userName: user.name, password: user.password })).kind).toBe('reject');
    const verdicts = await product.verdictsOf(user.name, 8);
    expect(verdicts.slice(-2)).toEqual(Array(2).fill('rejected user_locked_out'));
    const human = await product.stack.cli(['users', 'show', user.name]);
    expect(human.stdout).toMatch(/Standing\s+locked out until/);
    await product.countersign(['users', 'unlock', user.name]);
    expect((await codeOnly.ask({ userName: user.name, password: user.device.next() })).kind).toBe('accept');
  });

  it('does not look at passwords after four wrong ones', async () => {
    const user = await person();
    for (let tries = 0; tries < 4; tries++) await vpn.ask({ userName: user.name, password: `wrong ${tries}` });
    expect((await vpn.ask({ userName: user.name, password: user.password })).kind).toBe('reject');
    // The second factor by itself is no worse for it: anybody could have mistyped the password.
    expect((await codeOnly.ask({ userName: user.name, password: user.device.next() })).kind).toBe('accept');
    const verdicts = await product.verdictsOf(user.name, 6);
    expect(verdicts.slice(4)).toEqual(['rejected password_throttled', 'accepted']);
  });

  it('is refused while blocked, and not after', async () => {
    const user = await person();
    const open = await vpn.ask({ userName: user.name, password: user.password });
    await product.countersign(['users', 'block', user.name, '--reason', 'phone stolen', '--for', '2h']);
    expect((await vpn.ask({ userName: user.name, password: user.device.now(), state: open.state })).kind).toBe(
      'reject',
    );
    expect((await codeOnly.ask({ userName: user.name, password: user.device.now() })).kind).toBe('reject');
    await product.countersign(['users', 'unblock', user.name, '--reason', 'phone found']);
    expect((await vpn.ask({ userName: user.name, password: user.device.now(), state: open.state })).kind).toBe(
      'reject',
    );
    expect((await codeOnly.ask({ userName: user.name, password: user.device.next() })).kind).toBe('accept');
    expect(await product.entries(2, '--kind', 'block', '--user', user.name)).toHaveLength(2);
  });

  it('passes with the password alone, once, after a one-time bypass', async () => {
    const user = await person();
    await product.countersign(['users', 'bypass', user.name, '--reason', 'phone forgotten', '--for', '5min']);
    expect((await vpn.ask({ userName: user.name, password: 'wrong password' })).kind).toBe('reject');
    expect((await vpn.ask({ userName: user.name, password: user.password })).kind).toBe('accept');
    expect((await vpn.ask({ userName: user.name, password: user.password })).kind).toBe('challenge');
    const entries = await product.entries(1, '--user', user.name, '--outcome', 'accepted', '--kind', 'authentication');
    expect(entries).toHaveLength(1);
    expect(entries[0]?.details).toMatchObject({ basis: 'one_time_bypass' });
  });
});
