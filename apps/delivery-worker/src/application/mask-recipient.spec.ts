import { describe, expect, it } from '@jest/globals';
import { maskRecipient } from './mask-recipient.ts';

describe('maskRecipient', () => {
  it.each([
    ['+41791234567', '+41…67'],
    ['+1234', '…'],
    ['alice@corp.example', 'a…@corp.example'],
  ])('shows %s as %s', (recipient, masked) => {
    expect(maskRecipient(recipient)).toBe(masked);
  });
});
