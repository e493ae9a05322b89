import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DeliveryJob } from '@countersign/contracts';
import { Keyring, Sealer } from '@countersign/crypto';
import { SecretBytes } from '@countersign/errors';
import { JobReader } from './read-job.ts';

const deliveryId = '018f0000-0000-7000-8000-000000000001';
const now = new Date(Date.UTC(2026, 0, 1));

function aJob(keyring: Keyring, over: Partial<DeliveryJob> = {}, row = deliveryId): DeliveryJob {
  const sealed = new Sealer(keyring).seal(SecretBytes.fromText('code 123456'), {
    table: 'delivery_jobs',
    column: 'text',
    row,
  });
  return {
    deliveryId,
    authenticationId: 'authentication',
    userId: '018f0000-0000-7000-8000-000000000002',
    channel: 'text_message',
    recipient: '+41791234567',
    sealedText: sealed.toString('base64'),
    language: 'en',
    expiresAtMilliseconds: now.getTime() + 300_000,
    ...over,
  };
}

describe('JobReader', () => {
  const keyring = Keyring.inMemory(now);

  it('unseals the text of a job', () => {
    const delivery = new JobReader(keyring).read(aJob(keyring));
    expect(delivery).toMatchObject({ deliveryId, recipient: '+41791234567', expiresAt: now.getTime() + 300_000 });
    expect(delivery?.text?.expose().toString()).toBe('code 123456');
    expect(delivery).not.toHaveProperty('sealedText');
  });

  it('does not take the text of another delivery', () => {
    const job = aJob(keyring, {}, '018f0000-0000-7000-8000-00000000000f');
    expect(new JobReader(keyring).read(job)).toMatchObject({
      text: undefined,
      problem: 'the text could not be unsealed: altered',
    });
  });

  it('reads the keys again when they were rotated in the meantime', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'));
    try {
      const path = join(folder, 'keys.json');
      const theirs = Keyring.create(path, now);
      const reader = new JobReader(Keyring.open(path));
      theirs.rotate(now);
      expect(reader.read(aJob(theirs))?.text?.expose().toString()).toBe('code 123456');
      expect(reader.read(aJob(Keyring.inMemory(now)))).toMatchObject({
        problem: 'the text could not be unsealed: unknown_key',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    undefined,
    {},
    { ...aJob(keyring), channel: 'pigeon' },
    { ...aJob(keyring), expiresAtMilliseconds: -1 },
    { ...aJob(keyring), more: true },
  ])('has nothing to do with data that are no job (%#)', (data) => {
    expect(new JobReader(keyring).read(data)).toBeUndefined();
  });
});
