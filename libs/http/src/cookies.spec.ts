import { describe, expect, it } from '@jest/globals';
import { SessionCookie } from './cookies.ts';

const ID = 'a'.repeat(43);
const cookie = new SessionCookie('con');

describe('SessionCookie', () => {
  it('is for this host, over a secure way, for its own pages, and not for scripts', () => {
    expect(cookie.set(ID)).toBe(`__Host-con=${ID}; Path=/; Secure; HttpOnly; SameSite=Strict`);
  });

  it('is read among others', () => {
    expect(cookie.read(`theme=dark; __Host-con=${ID}; x=y`)).toBe(ID);
  });

  it.each([
    undefined,
    '',
    `__Host-por=${ID}`,
    `x__Host-con=${ID}`,
    '__Host-con=short',
    `__Host-con=${ID}%0d`,
    `__Host-con=${ID}; __Host-con=${'b'.repeat(43)}`,
  ])('reads nothing out of %j', (header) => {
    expect(cookie.read(header)).toBeUndefined();
  });

  it('refuses to set what is no session id', () => {
    expect(() => cookie.set(`${ID}; Domain=evil`)).toThrow('256 bits');
  });

  it('is removed at once', () => {
    expect(cookie.clear()).toContain('Max-Age=0');
  });
});
