import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { oneTimeCode } from '../../src/oath-device.ts';
import { type CommandCase, expectBothForms } from '../../src/both-forms.ts';
import { Product } from '../../src/product.ts';
import { pskcOf } from '../../src/token-files.ts';

let product: Product;

beforeAll(async () => {
  product = await Product.start();
}, 180_000);

afterAll(async () => {
  await product?.remove();
}, 60_000);

const both = async (each: CommandCase): Promise<void> => await expectBothForms(product, each);
const some = expect.any(String);

describe('users', () => {
  it('add prints the new user, a generated id and no secret', async () => {
    const options = [
      '--first-name',
      'Erin',
      '--last-name',
      'O’Neill',
      '--mail',
      'erin@example.org',
      '--group',
      'staff',
    ];
    const args = ['users', 'add', 'erin', ...options, '--alias', 'CONTOSO\\erin', '--tag', 'vip', '--password-stdin'];
    const human = await product.stack.cli(args, 'a password of erin');
    expect(human).toMatchObject({ code: 0, stdout: expect.stringMatching(/User name\s+erin[\s\S]*Next: countersign/) });
    expect(human.stdout).not.toContain('a password of erin');
    const again = await product.refusal(['users', 'add', 'ERIN']);
    expect(again).toMatchObject({ exitCode: 1, code: 'already_exists' });
    const json = await product.countersign([
      'users',
      'add',
      'frank',
      '--phone',
      '+33611112222',
      '--language',
      'text=fr',
    ]);
    expect(json).toMatchObject({ userName: 'frank', isEnabled: true, languages: { text: 'fr' } });
  });

  it.each<CommandCase>([
    { args: ['users', 'list'], human: /USER NAME[\s\S]*alice/, json: { isComplete: true } },
    {
      args: ['users', 'list', '--search', 'erin@', '--group', 'staff', '--state', 'enabled'],
      human: /erin/,
      json: { users: [{ userName: 'erin', mail: 'erin@example.org' }] },
    },
    {
      args: ['users', 'show', 'contoso\\ERIN'],
      human: /User name\s+erin[\s\S]*No authenticators/,
      json: { userName: 'erin', groups: ['staff'], tags: ['vip'], hasPassword: true },
    },
    {
      args: ['users', 'update', 'erin', '--description', 'a remark', '--group', 'staff', '--group', 'vpn'],
      human: /Groups\s+staff, vpn/,
      json: { description: 'a remark', groups: ['staff', 'vpn'] },
    },
    { args: ['users', 'update', 'erin', '--clear', 'tags'], human: /User name\s+erin/, json: { tags: [] } },
    { args: ['users', 'disable', 'erin'], human: /Enabled\s+no/, json: { isEnabled: false } },
    { args: ['users', 'enable', 'erin'], human: /Enabled\s+yes/, json: { isEnabled: true } },
    {
      args: ['users', 'set-password', 'erin', '--password-stdin'],
      input: 'another password of erin',
      human: /erin has a new local password/,
      json: { user: 'erin', hasPassword: true },
    },
    {
      args: ['users', 'set-pin', 'erin', '--oath-mode', '--change-required'],
      human: /It is shown this once: \d{4,}/,
      json: { user: 'erin', generatedPin: expect.stringMatching(/^\d{4,16}$/) },
    },
    {
      args: ['users', 'block', 'erin', '--reason', 'phone stolen', '--for', '2h'],
      human: /erin is blocked until \d{4}-/,
      json: { user: 'erin', blockedUntilMilliseconds: expect.any(Number) },
    },
    { args: ['users', 'unblock', 'erin', '--reason', 'found'], human: /not blocked/, json: { isBlocked: false } },
    { args: ['users', 'unlock', 'erin'], human: /not locked out/, json: { isLocked: false } },
    {
      args: ['users', 'bypass', 'erin', '--reason', 'phone forgotten', '--for', '5min'],
      human: /skips the second factor, once, until/,
      json: { user: 'erin', bypassUntilMilliseconds: expect.any(Number) },
    },
  ])('$args', both);

  it('import shows what would happen, then does it: all lines or none', async () => {
    const good = product.write('users.csv', 'user_name;first_name;groups\ngina;Gina;staff|vpn\nhugo;Hugo;\n');
    await both({
      args: ['users', 'import', good, '--dry-run'],
      human: /Dry run, nothing was changed: 2 to add/,
      json: { added: 2, failed: 0, rows: [{ line: 2, userName: 'gina', action: 'add' }, { userName: 'hugo' }] },
    });
    expect(await product.refusal(['users', 'show', 'gina'])).toMatchObject({ code: 'user_not_found', exitCode: 1 });
    expect(await product.countersign(['users', 'import', good])).toMatchObject({ added: 2 });
    expect(await product.countersign(['users', 'show', 'gina'])).toMatchObject({ groups: ['staff', 'vpn'] });
    const human = await product.stack.cli(['users', 'import', good, '--on-existing', 'skip']);
    expect(human.stdout).toMatch(/Done: 0 added, 0 updated, 2 skipped/);

    const bad = product.write('bad.csv', 'user_name,mail\nivan,ivan@example.org\n"",nobody@example.org\ngina,\n');
    await both({
      args: ['users', 'import', bad],
      code: 2,
      human: /3[\s\S]*Nothing was changed/,
      json: { failed: 2, rows: [{ problem: '' }, { line: 3, problem: some }, { line: 4, problem: some }] },
    });
    expect(await product.refusal(['users', 'show', 'ivan'])).toMatchObject({ code: 'user_not_found' });
  });

  it('remove asks first, and needs a yes where nobody can be asked', async () => {
    expect(await product.refusal(['users', 'remove', 'hugo'])).toMatchObject({
      exitCode: 2,
      what: expect.stringContaining('--yes'),
    });
    const human = await product.stack.cli(['users', 'remove', 'hugo', '--yes']);
    expect(human).toMatchObject({ code: 0, stdout: 'hugo is removed.\n' });
    expect(await product.countersign(['users', 'remove', 'gina', '--yes'])).toEqual({ removed: 'gina' });
  });
});

describe('authenticators', () => {
  it('add-totp prints the URI and a QR code, once', async () => {
    const args = ['authenticators', 'add-totp', 'frank', '--name', 'blue', '--algorithm', 'SHA256', '--digits', '8'];
    const human = await product.stack.cli(args);
    expect(human.stdout).toMatch(/[█▀▄]{10}/);
    expect(human.stdout).toMatch(/otpauth:\/\/totp\/[^\s]*frank\?[^\s]*algorithm=SHA256/i);
    const json = await product.countersign(['authenticators', 'add-totp', 'frank', '--name', 'red', '--period', '60']);
    expect(json).toMatchObject({ otpauthUri: expect.stringContaining('period=60'), secretBase32: some });
    const shown = await product.stack.cli(['users', 'show', 'frank', '--json']);
    expect(shown.stdout).not.toContain((json as { secretBase32: string }).secretBase32);
  });

  it('add-phone, recovery-codes and remove', async () => {
    const human = await product.stack.cli(['authenticators', 'add-phone', 'erin', '+33 6 12 34 56 70']);
    expect(human).toMatchObject({ code: 0, stdout: expect.stringContaining('The phone is added') });
    const { authenticatorId } = await product.countersign<{ authenticatorId: string }>([
      ...['authenticators', 'add-phone', 'erin', '+33612345671', '--name', 'second'],
    ]);
    await both({
      args: ['authenticators', 'recovery-codes', 'erin', '--count', '8'],
      human: /(  \S{10,}\n){8}/,
      json: { codes: Array(8).fill(some) },
    });
    expect(await product.refusal(['authenticators', 'remove', 'erin', authenticatorId])).toMatchObject({ exitCode: 2 });
    const removal = await product.countersign(['authenticators', 'remove', 'erin', authenticatorId, '--yes']);
    expect(removal).toEqual({ removed: authenticatorId });
    expect(await product.refusal(['authenticators', 'remove', 'erin', authenticatorId, '--yes'])).toMatchObject({
      exitCode: 1,
      code: 'authenticator_not_found',
    });
  });

  it('import, assign and resync', async () => {
    const seed = Buffer.from('12345678901234567890');
    const pskc = product.write('token.xml', pskcOf('T-1', seed));
    await both({
      args: ['authenticators', 'import', pskc, '--dry-run'],
      human: /T-1[\s\S]*Dry run/,
      json: { added: 1, rows: [{ serialNumber: 'T-1', kind: 'hotp' }] },
    });
    expect(await product.countersign(['authenticators', 'import', pskc])).toMatchObject({ added: 1 });
    const oath = product.write('tokens.csv', 'T-2,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,30\n');
    const imported = await product.stack.cli(['authenticators', 'import', oath]);
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringContaining('Done: 1 added.') });
    const again = await product.stack.cli(['authenticators', 'import', oath]);
    expect(again).toMatchObject({ code: 2, stdout: expect.stringMatching(/exists already[\s\S]*Nothing was changed/) });
    const human = await product.stack.cli(['authenticators', 'assign', 'T-2', 'erin']);
    expect(human).toMatchObject({ code: 0, stdout: 'The token T-2 belongs to erin.\n' });
    const { userName } = await product.countersign<{ userName: string }>(['users', 'add', 'token-user']);
    await product.countersign(['authenticators', 'assign', 'T-1', userName]);
    expect(await product.refusal(['authenticators', 'assign', 'T-1', 'erin'])).toMatchObject({ exitCode: 1 });

    const resync = ['authenticators', 'resync', userName];
    const off = await product.stack.cli([...resync, oneTimeCode(seed, 30), oneTimeCode(seed, 31)]);
    expect(off).toMatchObject({ code: 0, stdout: expect.stringContaining('off by'), stderr: '' });
    const backwards = await product.refusal([...resync, oneTimeCode(seed, 10), oneTimeCode(seed, 11)]);
    expect(backwards.exitCode).not.toBe(0);
    const on = await product.countersign([...resync, oneTimeCode(seed, 33), oneTimeCode(seed, 34)]);
    expect(on).toMatchObject({ drift: expect.any(Number) });
  });
});

describe('radius-clients and settings', () => {
  it('add makes a good secret and shows it once; list, update and remove', async () => {
    const added = await product.countersign<{ generatedSecret: string }>([
      ...['radius-clients', 'add', 'Branch', '10.20.0.0/16', '--password-source', 'none', '--code-entry', 'code_only'],
    ]);
    expect(added.generatedSecret.length).toBeGreaterThanOrEqual(32);
    const human = await product.stack.cli(['radius-clients', 'add', 'Other', '10.30.0.1']);
    expect(human.stdout).toMatch(/Network\s+10\.30\.0\.1\/32[\s\S]*Shared secret, shown this once: \S{32}/);
    await both({
      args: ['radius-clients', 'list'],
      human: /Branch[\s\S]*Demo VPN/,
      json: { clients: expect.arrayContaining([expect.objectContaining({ name: 'Branch' })]) },
    });
    await both({
      args: ['radius-clients', 'list', 'Branch'],
      human: /Password source\s+none/,
      json: { name: 'Branch', network: '10.20.0.0/16', policy: { codeEntry: 'code_only' } },
    });
    await both({
      args: ['radius-clients', 'update', 'Branch', '--remember', '8h', '--reply-attribute', 'Filter-Id=branch'],
      human: /Second factor remembered\s+8 h/,
      json: { policy: { rememberSeconds: 28_800, replyAttributes: ['Filter-Id=branch'] } },
    });
    expect(await product.refusal(['radius-clients', 'add', 'Twin', '10.20.0.0/16'])).toMatchObject({ exitCode: 1 });
    expect(await product.refusal(['radius-clients', 'remove', 'Branch'])).toMatchObject({ exitCode: 2 });
    expect(await product.countersign(['radius-clients', 'remove', 'Branch', '--yes'])).toMatchObject({ removed: some });
    const gone = await product.stack.cli(['radius-clients', 'remove', 'Other', '--yes']);
    expect(gone).toMatchObject({ code: 0, stdout: 'Other is removed.\n' });
    expect(await product.refusal(['radius-clients', 'list', 'Branch'])).toMatchObject({ code: 'not_found' });
  });

  it.each<CommandCase>([
    { args: ['settings', 'get'], human: /lockout\.denials\s+5\s+default/, json: expect.any(Array) },
    {
      args: ['settings', 'set', 'lockout.denials', '7'],
      human: /Value\s+7/,
      json: { key: 'lockout.denials', value: 7, default: 5, isDefault: false },
    },
    { args: ['settings', 'get', 'lockout.denials'], human: /Meaning\s+Denied/, json: { value: 7 } },
    { args: ['settings', 'set', 'lockout.denials', '--default'], human: /Value\s+5/, json: { isDefault: true } },
    { args: ['settings', 'set', 'language', 'fr'], human: /Value\s+"fr"/, json: { value: 'fr' } },
    { args: ['settings', 'set', 'language', '--default'], human: /"en"/, json: { value: 'en' } },
  ])('$args', both);
});
