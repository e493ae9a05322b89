import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { describeConfig } from './describe-config.ts';
import * as field from './fields.ts';

describe('describeConfig', () => {
  it('says name, type, default and meaning of every variable', () => {
    const schema = z.object({
      CHALLENGE_LIFETIME_SECONDS: field
        .duration({ min: 10, max: 600 })
        .default(90)
        .describe('How long a challenge waits.'),
      DATABASE_PASSWORD: field.secretText().describe('Password of the database role.'),
      REDIS_ADDRESSES: field.hostPortList({ defaultPort: 6379 }).default([{ host: '127.0.0.1', port: 6379 }]),
      STRICT: field.booleanFlag().describe('Said before the default.').default(false),
      NOTE: field.text().optional(),
    });
    expect(describeConfig(schema)).toEqual([
      {
        name: 'CHALLENGE_LIFETIME_SECONDS',
        type: 'duration, 10 to 600, in seconds',
        isRequired: false,
        default: '90',
        fileVariable: undefined,
        example: '30',
        description: 'How long a challenge waits.',
      },
      {
        name: 'DATABASE_PASSWORD',
        type: 'secret',
        isRequired: true,
        default: undefined,
        fileVariable: 'DATABASE_PASSWORD_FILE',
        example: undefined,
        description: 'Password of the database role.',
      },
      expect.objectContaining({ name: 'REDIS_ADDRESSES', type: 'list of host:port', default: '127.0.0.1:6379' }),
      expect.objectContaining({ name: 'STRICT', default: 'false', description: 'Said before the default.' }),
      expect.objectContaining({ name: 'NOTE', isRequired: false, default: undefined }),
    ]);
  });
});
