import { firstLanguage, TextCatalogue, type TextLoaders } from './catalogue.ts';

const loadersOf = (asked: string[] = []): TextLoaders => {
  const load = (scope: string, language: string, text: string) => async () => {
    asked.push(`${scope}.${language}`);
    return { default: { [`${scope}.hello`]: text } };
  };
  return {
    base: { en: load('base', 'en', 'Hello'), fr: load('base', 'fr', 'Bonjour') },
    users: { en: load('users', 'en', 'Users'), fr: load('users', 'fr', 'Utilisateurs') },
  };
};
const say = (catalogue: TextCatalogue, key: string) => catalogue.snapshot().formatMessage({ id: key });

describe('which language comes first', () => {
  it.each([
    [['fr-CA', 'en'], undefined, 'fr'],
    [['de', 'fr'], undefined, 'fr'],
    [['de'], undefined, 'en'],
    [['fr'], 'en', 'en'],
  ] as const)('browser %j and choice %s give %s', (preferred, chosen, expected) => {
    expect(firstLanguage(preferred, chosen)).toBe(expected);
  });
});

describe('the catalogue of texts', () => {
  it('fetches a scope once per language', async () => {
    const asked: string[] = [];
    const catalogue = new TextCatalogue(loadersOf(asked), 'en');
    await catalogue.load(['base']);
    await catalogue.load(['base', 'users']);
    await catalogue.load(['users']);
    expect(asked).toEqual(['base.en', 'users.en']);
    expect(say(catalogue, 'users.hello')).toBe('Users');
  });

  it('changes everything that is loaded to another language and tells it', async () => {
    const catalogue = new TextCatalogue(loadersOf(), 'en');
    await catalogue.load(['base', 'users']);
    let told = 0;
    catalogue.subscribe(() => {
      told += 1;
    });
    await catalogue.change('fr');
    expect([catalogue.language, say(catalogue, 'base.hello'), say(catalogue, 'users.hello')]).toEqual([
      'fr',
      'Bonjour',
      'Utilisateurs',
    ]);
    expect(told).toBe(1);
  });

  it('refuses a scope that does not exist', async () => {
    const catalogue = new TextCatalogue(loadersOf(), 'en');
    await expect(catalogue.load(['nothing'])).rejects.toThrow('nothing');
  });
});
