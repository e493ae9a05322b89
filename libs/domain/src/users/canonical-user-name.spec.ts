import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalUserName, lookupNames } from './canonical-user-name.ts';

/** Names from every script, rich in the letters whose case is peculiar. */
const peculiar = fc.constantFrom(...'ßẞſςσΣıİiIŉǰΐᾳᾼͅΩΩKKÅﬁﬃＡａ①ªµμẛẚꭰᏸᎠαΐΰև\u00ad\u200d\u200bée\u0301');
const names = fc
  .array(fc.oneof(peculiar, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((characters) => characters.join(''));

describe('the canonical form of a user name', () => {
  it.each([
    ['Alice', 'alice'],
    ['  ALICE  ', 'alice'],
    ['Ａｌｉｃｅ', 'alice'],
    ['Stra\u00dfe', 'strasse'],
    ['STRA\u1e9eE', 'strasse'],
    ['\u017fusan', 'susan'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['οδυσσευς', 'οδυσσευσ'],
    ['\u212Aelvin', 'kelvin'],
    ['Rene\u0301', 'rené'],
    ['ﬁona', 'fiona'],
    ['al\u00adi\u200bce\ufe0f', 'alice'],
    ['CONTOSO＼Alice', 'contoso\\alice'],
    ['Alice＠Contoso.Example', 'alice@contoso.example'],
    ['\ufeffalice', 'alice'],
  ])('of %j is %j', (written, canonical) => {
    expect(canonicalUserName(written)).toBe(canonical);
  });

  it('is none for a letter with more marks above its iota subscript than Greek has', () => {
    expect(canonicalUserName('\u1fb4\u0301\u00df')).toBeUndefined();
    expect(canonicalUserName('\u03b1\u0345\u0301\u0301')).toBeUndefined();
    expect(canonicalUserName('\u0386\u0301\u0345')).toBeUndefined();
    expect(canonicalUserName('\u1f82')).toBe(canonicalUserName('\u1f82'.toUpperCase()));
    expect(canonicalUserName('\u1fb4')).toBe(canonicalUserName('\u1fb4'.toUpperCase()));
  });

  it('is the same for any case and any Unicode form of a name', () => {
    fc.assert(
      fc.property(names, (written) => {
        // The case of letters is defined for marks in their normal order: an iota subscript becomes a letter of its own.
        const name = written.normalize('NFC');
        const canonical = canonicalUserName(name);
        expect(canonicalUserName(written)).toBe(canonical);
        // A name that belongs to nobody has no spellings either.
        fc.pre(canonical !== undefined);
        const spellings = [
          name.toUpperCase(),
          name.toLowerCase(),
          name.normalize('NFC'),
          name.normalize('NFD'),
          name.normalize('NFKC'),
          name.normalize('NFKD'),
          name.toUpperCase().normalize('NFD'),
          name.toLowerCase().toUpperCase(),
          ` ${name} `,
          `\u200b${name}\u00ad`,
        ];
        for (const spelling of spellings)
          expect([spelling, canonicalUserName(spelling)]).toEqual([spelling, canonical]);
      }),
      { numRuns: 5000 },
    );
  });

  it('is the same for any case and form of every single character there is', () => {
    const different: string[] = [];
    let compared = 0;
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const character = String.fromCodePoint(point);
      const forms = [
        character.toUpperCase(),
        character.toLowerCase(),
        character.normalize('NFD'),
        character.normalize('NFKD'),
      ];
      // Most characters have one form only; nothing can differ there.
      if (forms.every((form) => form === character)) continue;
      const canonical = canonicalUserName(character);
      if (canonical === undefined) continue;
      compared += 1;
      if (canonicalUserName(canonical) !== canonical || forms.some((form) => canonicalUserName(form) !== canonical)) {
        different.push(point.toString(16));
      }
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(15_000);
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(names, (name) => {
        const canonical = canonicalUserName(name);
        expect(canonical === undefined ? undefined : canonicalUserName(canonical)).toBe(canonical);
      }),
      { numRuns: 5000 },
    );
  });

  it('of a name in ASCII is the name in small letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }), (name) => {
        const plain = name.trim().toLowerCase();
        expect(canonicalUserName(name)).toBe(plain === '' ? undefined : plain);
        // The same name by the long way: an invisible character keeps it from being ASCII.
        expect(canonicalUserName(`${name}\u200b`)).toBe(canonicalUserName(name));
      }),
    );
  });

  it('keeps different names apart', () => {
    const written = ['alice', 'alice1', 'al ice', 'älice', 'alicе' /* Cyrillic е */, 'a\\lice', 'alice@x', '1alice'];
    expect(new Set(written.map(canonicalUserName)).size).toBe(written.length);
  });

  it.each([
    ['nothing', ''],
    ['spaces', '  \u3000 '],
    ['only invisible characters', '\u200b\u200d\u00ad'],
    ['a NUL', 'alice\0'],
    ['a line feed', 'alice\n'],
    ['an escape', '\u001b[31malice'],
    ['a C1 control', 'alice\u0085'],
    ['a line separator', 'ali\u2028ce'],
    ['half a character', 'alice\ud800'],
    ['the other half', '\udc00alice'],
    ['a noncharacter', 'alice\uffff'],
    ['257 characters', 'a'.repeat(257)],
    ['a form longer than 256', '\ufdfa'.repeat(20)],
    ['ten megabytes', 'a'.repeat(10_000_000)],
  ])('does not exist for %s', (_, written) => {
    expect(canonicalUserName(written)).toBeUndefined();
  });

  it('exists for 256 characters', () => {
    expect(canonicalUserName('A'.repeat(256))).toBe('a'.repeat(256));
  });
});

describe('the names to look up', () => {
  const domains = ['CONTOSO', 'contoso.example'];

  it.each([
    ['Alice', ['alice']],
    ['CONTOSO\\Alice', ['contoso\\alice', 'alice']],
    ['contoso＼Alice', ['contoso\\alice', 'alice']],
    ['Alice@Contoso.Example', ['alice@contoso.example', 'alice']],
    ['FABRIKAM\\alice', ['fabrikam\\alice']],
    ['alice@fabrikam.example', ['alice@fabrikam.example']],
    ['alice@contoso', ['alice@contoso', 'alice']],
    ['alice@evil@contoso.example', ['alice@evil@contoso.example', 'alice@evil']],
    ['CONTOSO\\', ['contoso\\']],
    ['@contoso.example', ['@contoso.example']],
    ['\\alice', ['\\alice']],
    ['', []],
  ])('for %j are %j', (written, expected) => {
    expect(lookupNames(written, domains)).toEqual(expected);
  });

  it('never lead from an unlisted domain to the plain name', () => {
    expect(lookupNames('FABRIKAM\\alice@contoso.example', domains)).toEqual(['fabrikam\\alice@contoso.example']);
    expect(lookupNames('alice@contoso.example', [])).toEqual(['alice@contoso.example']);
  });

  it('are the same for any case of what was typed', () => {
    fc.assert(
      fc.property(names, fc.constantFrom('CONTOSO', 'Fabrikam'), (name, domain) => {
        const typed = `${domain}\\${name}`.normalize('NFC');
        // A name that belongs to nobody has no spellings either.
        fc.pre(canonicalUserName(typed) !== undefined);
        expect(lookupNames(typed.toUpperCase(), domains)).toEqual(lookupNames(typed.toLowerCase(), domains));
      }),
    );
  });
});
