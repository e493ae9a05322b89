import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePortRange, startLocalStack } from '@countersign/testing';
import { eventually } from '../../src/eventually.ts';
import { type Person } from '../../src/people.ts';
import { CODE_ONLY, Product, VPN } from '../../src/product.ts';

let basePort: number;
let runtimeDir: string;
let product: Product;
let person: Person;

beforeAll(async () => {
  basePort = await freePortRange(100);
  // As a person starts it: with the doors' own paces.
  product = await Product.start({ basePort, environment: {} });
  runtimeDir = product.stack.runtimeDir;
  person = await product.addPerson();
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

/** Stops the product and starts it where it was. */
const startAgain = async (...args: readonly string[]): Promise<void> => {
  await product.shutdown();
  product = await Product.start({ basePort, runtimeDir, args, environment: {} });
};

const signIn = async (): Promise<string> => {
  const nas = await product.nas(VPN);
  return (await nas.signIn(person.name, person.password, () => person.device.next())).kind;
};

// One story, in order: each test begins where the one before it ended.
describe('npm start', () => {
  it('says what runs where, who can sign in, and what to try', async () => {
    const printed = product.stack.output();
    const { processes } = await product.stack.status();
    expect(processes.map(({ name, state }) => `${name} ${state}`)).toEqual(
      [
        'pg-1',
        'pg-2',
        'redis',
        'inbox',
        'mfa-1',
        'mfa-2',
        'radius-1',
        'radius-2',
        'delivery-1',
        'portal-1',
        'console-1',
      ].map((name) => `${name} running`),
    );
    for (const { name, pid } of processes) expect(printed).toMatch(new RegExp(`${name} .*process ${pid}`));
    for (const name of ['alice', 'bob', 'carol', 'dave', 'emma']) {
      expect(printed).toContain(`${name} `);
      expect(printed).toContain(product.demoUser(name).password);
    }
    expect(printed).toContain('1. ./countersign try radius alice');
    expect(printed).toContain('| radclient -x 127.0.0.1:');
    expect(printed).toContain('./countersign servers list');
    expect(printed).toContain(`${new URL(product.file.portal).origin}/ as emma`);
    expect(printed).toMatch(/first administrator, open \S+\/setup and type this one-time token:\n {2}\S{20,}\n/);
  });

  it('refuses to run twice in one place, and leaves the first alone', async () => {
    const second = startLocalStack({ runtimeDir, basePort: await freePortRange(100) });
    await expect(second).rejects.toThrow(/runs already[\s\S]*mfa-1[\s\S]*npm stop/);
    expect((await product.stack.status()).isUp).toBe(true);
  }, 30_000);

  it('names the port that another stack has, and what to do', async () => {
    const second = startLocalStack({ basePort });
    await expect(second).rejects.toThrow(
      new RegExp(`${basePort + 12}/udp for RADIUS authentication is used by[\\s\\S]*COUNTERSIGN_BASE_PORT=`),
    );
    const other = await freePortRange(100);
    const inTheWay = createSocket('udp4');
    inTheWay.bind(other + 13, '127.0.0.1');
    await once(inTheWay, 'listening');
    await expect(startLocalStack({ basePort: other })).rejects.toThrow(`${other + 13}/udp for RADIUS accounting`);
    inTheWay.close();
  }, 60_000);

  it('comes back with everything it had: users, codes that were used, messages, journal, certificates', async () => {
    expect(await signIn()).toBe('accept');
    const used = person.device.next();
    const nas = await product.nas(CODE_ONLY);
    expect((await nas.ask({ userName: person.name, password: used })).kind).toBe('accept');
    const bob = product.demoUser('bob');
    await (await product.nas()).ask({ userName: 'bob', password: bob.password });
    const message = await product.message('+33612345678');
    await product.verdictsOf(person.name, 3);
    const before = {
      demo: readFileSync(product.file.demoFile, 'utf8'),
      certificate: readFileSync(product.file.tls.certificate, 'utf8'),
      journal: (await product.journal()).map(({ eventId }) => eventId),
    };

    await startAgain();

    expect(readFileSync(product.file.demoFile, 'utf8')).toBe(before.demo);
    expect(readFileSync(product.file.tls.certificate, 'utf8')).toBe(before.certificate);
    expect(product.stack.output()).not.toContain('making the demo users');
    expect((await product.inbox('+33612345678')).map(({ id }) => id)).toContain(message.id);
    const journal = (await product.journal()).map(({ eventId }) => eventId);
    expect(journal.slice(0, before.journal.length)).toEqual(before.journal);
    const again = await (await product.nas(CODE_ONLY)).ask({ userName: person.name, password: used });
    expect(again.kind).toBe('reject');
    expect(await product.countersign(['journal', 'verify'])).toMatchObject({ isIntact: true });
  }, 120_000);

  it('starts again what dies', async () => {
    const find = async (name: string) => (await product.stack.status()).processes.find((each) => each.name === name);
    const before = await find('mfa-1');
    process.kill(before?.pid ?? 0, 'SIGKILL');
    const after = await eventually('mfa-1 again', async () => {
      const now = await find('mfa-1');
      return now?.state === 'running' && now.pid !== before?.pid && now;
    });
    expect(after.restarts).toBe(1);
    expect(product.stack.output()).toContain('mfa-1 ended with signal SIGKILL');
  }, 60_000);

  it('leaves nothing running when it stops', async () => {
    const { processes, launcherPid } = await product.stack.status();
    await product.shutdown();
    for (const pid of [launcherPid, ...processes.map((each) => each.pid ?? 0)]) {
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    }
  }, 60_000);

  it('begins anew with --fresh', async () => {
    const before = product.demoUser('alice').password;
    product = await Product.start({ basePort, runtimeDir, args: ['--fresh'], environment: {} });
    expect(product.stack.output()).toMatch(/--fresh removes:[\s\S]*data/);
    expect(product.demoUser('alice').password).not.toBe(before);
    expect(await product.refusal(['users', 'show', person.name])).toMatchObject({ code: 'user_not_found' });
    expect(await product.countersign(['journal', 'verify'])).toMatchObject({ isIntact: true });
    const alice = product.demoUser('alice');
    const nas = await product.nas();
    const end = await nas.signIn(alice.name, alice.password, () => alice.device?.next() ?? '');
    expect(end.kind).toBe('accept');
  }, 120_000);
});
