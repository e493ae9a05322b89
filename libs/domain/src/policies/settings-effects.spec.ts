import { aUser, someSettings } from '@countersign/testing/builders';
import { describe, expect, it } from '@jest/globals';
import { aContext, aSignIn, phone, totp } from '../authentication/__fixtures__/sign-in-world.ts';
import { waiverOf } from '../authentication/decide-second-factor.ts';
import { usableMethods } from '../authentication/usable-methods.ts';
import type { Method } from '../authenticators/method.ts';
import { checkPin } from '../pins/pin-rules.ts';
import { builtInRelyingParty } from './built-in-relying-parties.ts';
import { companySettings } from './company-settings.ts';
import { SETTINGS_CARDS } from './settings-cards.ts';
import * as effect from './settings-effects.ts';

const stored = (values: Readonly<Record<string, unknown>>) => companySettings(new Map(Object.entries(values)));

describe('the sentences of what settings lead to', () => {
  it('belong to cards that share all settings between them', () => {
    const keys = SETTINGS_CARDS.flatMap((card) => card.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(SETTINGS_CARDS.map(({ id }) => id)).toContain('lockout');
  });

  it('say the numbers that are in force, in both languages', () => {
    for (const { effect: say } of SETTINGS_CARDS) {
      if (say === undefined) continue;
      const { en, fr } = say(someSettings());
      expect(en).not.toBe(fr);
      expect(`${en} ${fr}`).not.toMatch(/undefined|NaN/);
    }
  });

  it.each([
    [{ 'lockout.denials': 1 }, effect.lockout, 'After 1 denial within 15 min the account is locked for 15 min.'],
    [
      { 'lockout.denials': 3, 'lockout.reset_minutes': 60, 'lockout.unlock_minutes': 120 },
      effect.lockout,
      'After 3 denials within 1 h the account is locked for 2 h.',
    ],
    [{ 'block.days': 1, 'one_time_bypass.seconds': 90 }, effect.exceptions, /waits 90 s .* after 1 day\.$/],
    [{ 'totp.window_steps': 0 }, effect.codes, /in its own 30 s only/],
    [{ 'text_message.on_delivery_failure': 'reject' }, effect.textMessages, /the sign-in is refused/],
    [{ 'text_message.allowed_calling_codes': ['+41'] }, effect.textMessages, /begin with \+41 only/],
    [{ 'pin_rules.history_depth': 0 }, effect.pin, /may be one used before/],
    [{ 'journal.fields.mail': false }, effect.journalFields, 'The journal leaves out: mail addresses.'],
    [{ 'portal.enrollment_allowed': false }, effect.enrollment, /^Nobody sets up/],
    [{ 'portal.bypass_allowed': true }, effect.ownBypass, /skip the second factor, for 5 min/],
    [{ 'portal.questions_count': 4, 'portal.questions_fallback': true }, effect.questions, /2 right answers open/],
    [{ trusted_networks: ['192.0.2.0/24'] }, effect.methods, /From 192\.0\.2\.0\/24 it is not asked for/],
    [{ 'mail_server.enabled': false }, effect.mailServer, 'Nobody gets mails.'],
  ])('%j', (values, say, expected) => {
    expect(say(stored(values)).en).toMatch(expected);
  });

  it('say of a PIN what its check does', () => {
    const { pinRules: rules, ...settings } = stored({ 'pin_rules.minimum_length': 6 });
    expect(effect.pin({ ...settings, pinRules: rules }).en).toMatch(/^A PIN has 6 to 16 digits/);
    const isTaken = (pin: string) => checkPin(pin, { rules, phones: [] }).length === 0;
    expect([isTaken('83527'), isTaken('835279')]).toEqual([false, true]);
  });

  it('say of trusted networks what a sign-in does: waived for a VPN, not for our own pages', () => {
    const settings = someSettings({ trustedNetworks: ['192.0.2.0/24'] });
    const vpn = aContext({ settings });
    const console = builtInRelyingParty('admin-console', settings);
    const waived = (context: typeof vpn) => waiverOf(aSignIn(context), context);
    expect(waived(vpn)).toBe('trusted_address');
    expect(waived({ ...vpn, settings: someSettings() })).toBeUndefined();
    expect(console && waived({ ...vpn, relyingParty: console })).toBeUndefined();
  });

  it('say of methods what a sign-in asks for', () => {
    const user = aUser().having(totp, phone).build();
    const methods = (allowedMethods: readonly Method[]) =>
      usableMethods(aContext({ user, settings: someSettings({ allowedMethods }) }));
    expect(methods(['totp', 'text_message'])).toEqual(['totp', 'text_message']);
    expect(methods(['text_message'])).toEqual(['text_message']);
    expect(methods([])).toEqual([]);
  });
});
