import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findProgram, requirePeer } from '@countersign/testing';
import { eventually } from '../../src/eventually.ts';
import type { Nas, Reply } from '../../src/nas.ts';
import { aName, type Person, type PersonOptions } from '../../src/people.ts';
import { CODE_ONLY, Product } from '../../src/product.ts';

const DENIED = 'Sign-in was refused.';
const TRY_AGAIN = 'The code was not accepted. Enter the current code.';

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

describe('a sign-in over RADIUS', () => {
  it('asks for the password, then for the code, and accepts', async () => {
    const { name, password, device } = await person();
    const challenge = await vpn.ask({ userName: name, password });
    expect(challenge).toMatchObject({
      kind: 'challenge',
      message: 'Enter the code shown by your authenticator app or device.',
    });
    expect(challenge.state).toHaveLength(32);
    const end = await vpn.ask({ userName: name, password: device.next(), state: challenge.state });
    expect(end).toMatchObject({ kind: 'accept' });
    expect(end.classValue).toMatch(/^0x[0-9a-f]{32}$/);
    expect(await product.verdictsOf(name, 2)).toEqual(['challenged', 'accepted']);
  });

  it('takes password and code in one field', async () => {
    const { name, password, device } = await person();
    expect(await vpn.ask({ userName: name, password: password + device.next() })).toMatchObject({ kind: 'accept' });
    expect(await product.verdictsOf(name, 1)).toEqual(['accepted']);
  });

  it('takes the code alone from a client that has checked the password itself', async () => {
    const { name, device } = await person();
    expect(await codeOnly.ask({ userName: name, password: device.next() })).toMatchObject({ kind: 'accept' });
    const [entry] = await product.entries(1, '--user', name, '--kind', 'authentication');
    expect(entry).toMatchObject({
      outcome: 'accepted',
      relyingParty: 'Demo code only',
      details: { passwordSource: 'none', proved: ['totp'], basis: 'second_factor' },
    });
  });

  it('knows a user by any spelling of the name, and by an alias', async () => {
    const name = aName('Ünïcode');
    await product.countersign(
      ['users', 'add', name, '--alias', `CONTOSO\\${name}`, '--password-stdin'],
      'pw of mine 12',
    );
    for (const spelling of [name.toUpperCase(), name.normalize('NFD'), `contoso\\${name.toUpperCase()}`]) {
      await vpn.ask({ userName: spelling, password: 'pw of mine 12' });
    }
    expect(await product.verdictsOf(name, 3)).toEqual(Array(3).fill('rejected no_usable_method'));
    await vpn.ask({ userName: `other\\${name}`, password: 'pw of mine 12' });
    const unknown = await eventually('the unknown name', async () =>
      (await product.journal('--reason', 'user_unknown')).find(({ userName }) => userName.includes('other\\')),
    );
    expect(unknown.outcome).toBe('rejected');
  });

  it('gives every "no" one outward text, and the journal each its reason', async () => {
    const known = await person();
    const disabled = await person({ isDisabled: true });
    const blocked = await person();
    const bare = await person({ hasDevice: false });
    await product.countersign(['users', 'block', blocked.name, '--reason', 'phone stolen']);
    const nobody = aName('nobody');
    const replies = [
      await vpn.ask({ userName: known.name, password: 'wrong password' }),
      await vpn.ask({ userName: disabled.name, password: disabled.password }),
      await vpn.ask({ userName: blocked.name, password: blocked.password }),
      await vpn.ask({ userName: bare.name, password: bare.password }),
      await vpn.ask({ userName: nobody, password: known.password }),
      await codeOnly.ask({ userName: known.name, password: known.device.wrong() }),
      await codeOnly.ask({ userName: nobody, password: known.device.wrong() }),
      await codeOnly.ask({ userName: disabled.name, password: disabled.device.next() }),
    ];
    for (const reply of replies) expect(outside(reply)).toEqual({ kind: 'reject', message: DENIED, attributes: [] });
    const reasons = async (user: string, count: number) => await product.verdictsOf(user, count);
    expect(await reasons(known.name, 2)).toEqual(['rejected password_wrong', 'rejected code_wrong']);
    expect(await reasons(disabled.name, 2)).toEqual(Array(2).fill('rejected user_disabled'));
    expect(await reasons(blocked.name, 1)).toEqual(['rejected user_blocked']);
    expect(await reasons(bare.name, 1)).toEqual(['rejected no_usable_method']);
    const unknown = await eventually('two entries of an unknown name', async () => {
      const entries = await product.journal('--reason', 'user_unknown');
      const ours = entries.filter(({ userName }) => userName === nobody);
      return ours.length >= 2 && ours;
    });
    expect(unknown).toHaveLength(2);
  });

  it('refuses a code that was used, in every way it can come again', async () => {
    const { name, password, device } = await person();
    const code = device.next();
    expect((await vpn.signIn(name, password, code)).kind).toBe('accept');
    expect(outside(await codeOnly.ask({ userName: name, password: code }))).toEqual({
      kind: 'reject',
      message: DENIED,
      attributes: [],
    });
    expect((await vpn.ask({ userName: name, password: password + code })).kind).toBe('reject');
    // As the answer to a challenge it reads like any wrong code.
    const replayed = await vpn.signIn(name, password, code);
    const wrong = await vpn.ask({ userName: name, password: device.wrong(), state: replayed.state });
    expect(outside(replayed)).toEqual(outside(wrong));
    expect(replayed).toMatchObject({ kind: 'challenge', message: TRY_AGAIN });
    expect(await product.verdictsOf(name, 7)).toEqual([
      'challenged',
      'accepted',
      'rejected code_replayed',
      'rejected code_replayed',
      'challenged',
      'challenged code_replayed',
      'challenged code_wrong',
    ]);
  });

  it('repeats its answer octet for octet when the same request comes again', async () => {
    const { name, device } = await person();
    const request = codeOnly.request({ userName: name, password: device.next() });
    const first = await codeOnly.exchange(request);
    const second = await codeOnly.exchange(request);
    expect(first.kind).toBe('accept');
    expect(second.octets).toEqual(first.octets);
    expect(await product.verdictsOf(name, 1)).toEqual(['accepted']);
  });

  it('ends a challenge that is answered for somebody else, or that nobody opened, and leaves its owner alone', async () => {
    const owner = await person();
    const other = await person();
    const challenge = await vpn.ask({ userName: owner.name, password: owner.password });
    const stolen = await vpn.ask({ userName: other.name, password: other.device.next(), state: challenge.state });
    const forged = await vpn.ask({ userName: owner.name, password: owner.device.now(), state: Buffer.alloc(32, 7) });
    expect([stolen.kind, forged.kind]).toEqual(['reject', 'reject']);
    const end = await vpn.ask({ userName: owner.name, password: owner.device.next(), state: challenge.state });
    expect(end.kind).toBe('accept');
    const again = await vpn.ask({ userName: owner.name, password: owner.device.next(), state: challenge.state });
    expect(again.kind).toBe('reject');
    expect(await product.verdictsOf(other.name, 1)).toEqual(['rejected challenge_of_another_user']);
    expect(await product.verdictsOf(owner.name, 4)).toEqual([
      'challenged',
      'rejected challenge_unknown',
      'accepted',
      'rejected challenge_unknown',
    ]);
  });

  it('refuses who was disabled between password and code', async () => {
    const { name, password, device } = await person();
    const challenge = await vpn.ask({ userName: name, password });
    await product.countersign(['users', 'disable', name]);
    const end = await vpn.ask({ userName: name, password: device.next(), state: challenge.state });
    expect(outside(end)).toEqual({ kind: 'reject', message: DENIED, attributes: [] });
    expect(await product.verdictsOf(name, 2)).toEqual(['challenged', 'rejected user_disabled']);
    await product.countersign(['users', 'enable', name]);
    expect((await vpn.signIn(name, password, device.next())).kind).toBe('accept');
  });
});

describe('the attributes of an accept', () => {
  it('are those of the relying party and of the groups, the same after one round or three', async () => {
    const from = '127.0.0.9';
    await product.countersign(
      [
        ...['radius-clients', 'add', 'Attribute VPN', from, '--secret-stdin', '--send-class', 'yes'],
        ...['--reply-attribute', 'Filter-Id=vpn', '--reply-attribute', 'Session-Timeout=3600'],
        ...['--group-reply-attribute', 'admins:Cisco-AVPair=shell:priv-lvl=15'],
        ...['--group-reply-attribute', 'admins:Tunnel-Private-Group-Id:1=42'],
        ...['--group-reply-attribute', 'guests:Filter-Id=guest'],
      ],
      product.radiusSecret,
    );
    const nas = await product.nas(from);
    const policy = ['Filter-Id=vpn', 'Session-Timeout=3600'];
    const plain = await person({ groups: ['staff'] });
    const admin = await person({ groups: ['staff', 'admins'] });

    const oneRound = await nas.ask({ userName: plain.name, password: plain.password + plain.device.next() });
    expect(oneRound).toMatchObject({ kind: 'accept', attributes: policy });

    const atOnce = await nas.ask({ userName: admin.name, password: admin.password + admin.device.next() });
    const first = await nas.ask({ userName: admin.name, password: admin.password });
    const second = await nas.ask({ userName: admin.name, password: admin.device.wrong(), state: first.state });
    const third = await nas.ask({ userName: admin.name, password: admin.device.next(), state: second.state });
    expect([first.kind, second.kind, third.kind]).toEqual(['challenge', 'challenge', 'accept']);
    expect(third.attributes).toEqual([...policy, 'Cisco-AVPair=shell:priv-lvl=15', 'Tunnel-Private-Group-Id:1=42']);
    expect(third.attributes).toEqual(atOnce.attributes);
    expect(third.classValue).not.toBe('');
  });
});

describe('countersign try radius', () => {
  it('signs a demo user in and shows every round', async () => {
    const { name, password, device } = product.demoUser('alice');
    const args = ['try', 'radius', name, '--password-stdin', '--code', device?.next() ?? ''];
    const answer = await product.countersign<{
      isAccepted: boolean;
      rounds: { reply: string; attributes: unknown[] }[];
    }>(args, password);
    expect(answer.isAccepted).toBe(true);
    expect(answer.rounds.map(({ reply }) => reply)).toEqual(['Access-Challenge', 'Access-Accept']);
    expect(answer.rounds[1]?.attributes).toContainEqual(expect.objectContaining({ name: 'Class' }));
  });

  it('ends with 1 and says so when the answer is no', async () => {
    const human = await product.stack.cli(
      ['try', 'radius', 'dave', '--password-stdin'],
      product.demoUser('dave').password,
    );
    expect(human.code).toBe(1);
    expect(human.stdout).toContain('<- Access-Reject');
    expect(human.stdout).toContain('Not signed in.');
    expect(human.stdout).toContain('radclient -x');
  });
});

requirePeer('radclient', describe)('radclient of FreeRADIUS', () => {
  const radclient = async (attributes: string): Promise<string> => {
    const { port = 0 } = product.file.radius.authentication[0] ?? {};
    const args = ['-x', '-r', '5', '-t', '1', `127.0.0.1:${port}`, 'auth', product.radiusSecret];
    const running = promisify(execFile)(findProgram('radclient') ?? 'radclient', args);
    running.child.stdin?.end(attributes);
    const { stdout, stderr } = await running.catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  };
  const stateIn = (printed: string): string =>
    /Received[\s\S]*State = (0x[0-9a-f]{64})/.exec(printed)?.[1] ?? 'no state';

  it('goes through challenge, wrong code, right code, replayed code', async () => {
    const { name, password, device } = await person();
    const open = `User-Name="${name}",User-Password="${password}",Message-Authenticator=0x00`;
    const answer = (code: string, state: string) =>
      `User-Name="${name}",User-Password="${code}",State=${state},Message-Authenticator=0x00`;
    const challenge = await radclient(open);
    expect(challenge).toContain('Received Access-Challenge');
    const wrong = await radclient(answer(device.wrong(), stateIn(challenge)));
    expect(wrong).toContain('Received Access-Challenge');
    const code = device.next();
    const end = await radclient(answer(code, stateIn(wrong)));
    expect(end).toContain('Received Access-Accept');
    expect(end).toMatch(/Received Access-Accept[^\n]*\n\tMessage-Authenticator = 0x/);
    const next = await radclient(open);
    expect(await radclient(answer(code, stateIn(next)))).toContain('Received Access-Challenge');
    expect(await radclient(answer(code, stateIn(challenge)))).toContain('Received Access-Reject');
  });
});

describe('the journal of it all', () => {
  it('is an unbroken chain in which every sign-in stands once', async () => {
    const verified = await product.countersign<{ isIntact: boolean; rows: number; lastSequence: number }>([
      'journal',
      'verify',
    ]);
    expect(verified).toMatchObject({ isIntact: true });
    expect(verified.rows).toBe(verified.lastSequence);
    const entries = await product.journal();
    expect(new Set(entries.map(({ eventId }) => eventId)).size).toBe(entries.length);
  });
});
