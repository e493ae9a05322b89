import { describe, expect, it } from '@jest/globals';
import { RateLimitedLog } from './rate-limited-log.ts';

describe('RateLimitedLog', () => {
  it('writes one line of a kind in ten seconds and says how many it held back', () => {
    let now = 0;
    const log = new RateLimitedLog(() => now);
    const lines: string[] = [];
    for (now = 0; now <= 10_000; now += 1000) {
      log.log('a', (suppressed) => lines.push(`a ${suppressed}`));
    }
    log.log('b', (suppressed) => lines.push(`b ${suppressed}`));
    expect(lines).toEqual(['a 0', 'a 9', 'b 0']);
  });
});
