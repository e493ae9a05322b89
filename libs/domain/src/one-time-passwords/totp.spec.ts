import { describe, expect, it } from '@jest/globals';
import { SecretBytes } from '@countersign/errors';
import fc from 'fast-check';
import type { TotpAuthenticator } from '../authenticators/authenticator.ts';
import { aTotp, rfcSeed } from './__fixtures__/oath-devices.ts';
import { hotpValue } from './hotp.ts';
import { timeStep, type TotpMoment, verifyTotp } from './totp.ts';

const STEP = 50_000_000;

function codeOf(device: TotpAuthenticator, step: number): string {
  return hotpValue(device.seed.expose(), step, device.algorithm, device.digits);
}

/** The middle of a step, with a window of one and nothing accepted yet. */
function at(step: number, parts: Partial<TotpMoment> = {}, periodSeconds = 30): TotpMoment {
  return { now: (step + 0.5) * periodSeconds * 1000, windowSteps: 1, lastAccepted: -1, notBefore: 0, ...parts };
}

describe('a time-based code', () => {
  it.each([
    ['SHA1', 20, '94287082'],
    ['SHA256', 32, '46119246'],
    ['SHA512', 64, '90693936'],
  ] as const)('of RFC 6238 appendix B matches with %s', (algorithm, octets, code) => {
    const device = aTotp({ algorithm, digits: 8, seed: new SecretBytes(rfcSeed(octets)) });
    const moment = { now: 59_000, windowSteps: 0, lastAccepted: -1, notBefore: 0 };
    expect(verifyTotp(device, code, moment)).toEqual({ kind: 'match', value: 1, driftSteps: 0 });
  });

  it.each([6, 8] as const)('of %d digits matches for steps of 30 and of 60 seconds', (digits) => {
    for (const periodSeconds of [30, 60] as const) {
      const device = aTotp({ digits, periodSeconds });
      expect(verifyTotp(device, codeOf(device, STEP), at(STEP, {}, periodSeconds))).toMatchObject({ value: STEP });
    }
  });

  it('matches within the window and nowhere else', () => {
    const device = aTotp();
    const kinds = [-3, -2, -1, 0, 1, 2, 3].map(
      (offset) => verifyTotp(device, codeOf(device, STEP + offset), at(STEP)).kind,
    );
    expect(kinds).toEqual(['mismatch', 'mismatch', 'match', 'match', 'match', 'mismatch', 'mismatch']);
  });

  it('moves the window by the known clock error of the device', () => {
    const device = aTotp({ driftSteps: -4 });
    expect(verifyTotp(device, codeOf(device, STEP - 4), at(STEP))).toEqual({
      kind: 'match',
      value: STEP - 4,
      driftSteps: -4,
    });
    expect(verifyTotp(device, codeOf(device, STEP), at(STEP)).kind).toBe('mismatch');
  });

  it('is replayed at and below the last accepted step, whoever knows it', () => {
    const device = aTotp();
    const code = codeOf(device, STEP);
    expect(verifyTotp(device, code, at(STEP, { lastAccepted: STEP })).kind).toBe('replayed');
    expect(verifyTotp(device, code, at(STEP, { lastAccepted: STEP + 1 })).kind).toBe('replayed');
    expect(verifyTotp(aTotp({ lastAcceptedTimeStep: STEP }), code, at(STEP)).kind).toBe('replayed');
    expect(verifyTotp(device, code, at(STEP, { lastAccepted: STEP - 1 })).kind).toBe('match');
  });

  it('is accepted with spaces, and with nothing else between its digits', () => {
    const device = aTotp();
    const code = codeOf(device, STEP);
    const spaced = `${code.slice(0, 3)} ${code.slice(3)} `;
    expect(verifyTotp(device, spaced, at(STEP)).kind).toBe('match');
    const fullWidth = code.replace(/./g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    for (const wrong of [
      '',
      `${code}0`,
      `0${code}`,
      code.slice(1),
      `+${code}`,
      `${code}\0`,
      fullWidth,
      '9'.repeat(1e6),
    ]) {
      expect(verifyTotp(device, wrong, at(STEP)).kind).toBe('mismatch');
    }
  });

  it('ends at step 0 when a clock is near 1970', () => {
    const device = aTotp({ driftSteps: -5 });
    expect(verifyTotp(device, codeOf(device, 0), { ...at(0), windowSteps: 10 }).kind).toBe('match');
  });

  it.each([-1, 0.5, 11, Number.NaN])('is not compared with a window of %d steps', (windowSteps) => {
    expect(() => verifyTotp(aTotp(), '123456', at(STEP, { windowSteps }))).toThrow(RangeError);
  });
});

describe('the clock error of a device', () => {
  const learned = (driftSteps: number, seen: number, windowSteps = 1) => {
    const device = aTotp({ driftSteps });
    const match = verifyTotp(device, codeOf(device, STEP + seen), at(STEP, { windowSteps }));
    return match.kind === 'match' ? match.driftSteps : match.kind;
  };

  it('follows a fast clock at once, for nobody types a code before it is shown', () => {
    expect(learned(0, 1)).toBe(1);
    expect(learned(1, 2)).toBe(2);
    expect(learned(-5, -4)).toBe(-4);
  });

  it('leaves a late code one step for the person who types it', () => {
    expect(learned(0, -1)).toBe(0);
    expect(learned(-2, -3)).toBe(-2);
    expect(learned(0, -2, 2)).toBe(-1);
  });

  it('comes back to zero when a clock that seemed fast is right again', () => {
    expect(learned(1, 0)).toBe(0);
    expect(learned(3, 1, 2)).toBe(1);
  });

  it('never shuts out a person whose clock is right, however slowly they type', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, -1), { maxLength: 20 }), (delays) => {
        let device = aTotp();
        for (const [index, delay] of delays.entries()) {
          const step = STEP + index * 10;
          const match = verifyTotp(device, codeOf(device, step + delay), at(step));
          if (match.kind !== 'match') return false;
          device = aTotp({ driftSteps: match.driftSteps ?? 0, lastAcceptedTimeStep: match.value });
        }
        return true;
      }),
    );
  });
});

describe('after the record of accepted steps was lost', () => {
  it('no code that could have been accepted before is accepted again', () => {
    const moments = { loss: fc.integer({ min: STEP * 30_000, max: (STEP + 3) * 30_000 }), wait: fc.nat(200_000) };
    fc.assert(
      fc.property(
        moments.loss,
        moments.wait,
        fc.constantFrom(-2, 0, 3),
        fc.nat(2),
        (loss, wait, driftSteps, window) => {
          const device = aTotp({ driftSteps });
          const windowSteps = Math.min(window, 1);
          const middle = timeStep(loss, 30) + driftSteps;
          for (let step = middle - windowSteps; step <= middle + windowSteps; step += 1) {
            const code = codeOf(device, step);
            expect(verifyTotp(device, code, { now: loss, windowSteps, lastAccepted: -1, notBefore: 0 }).kind).toBe(
              'match',
            );
            const again = { now: loss + wait, windowSteps, lastAccepted: -1, notBefore: loss };
            expect(verifyTotp(device, code, again).kind).not.toBe('match');
          }
        },
      ),
    );
  });

  it('codes are good again as soon as they are new beyond doubt', () => {
    const device = aTotp();
    const notBefore = at(STEP).now;
    const kinds = [0, 1, 2, 3].map(
      (later) => verifyTotp(device, codeOf(device, STEP + later), at(STEP + later, { notBefore })).kind,
    );
    expect(kinds).toEqual(['replayed', 'replayed', 'match', 'match']);
  });
});
