// Checks the texts of the pages: both languages have the same keys and placeholders, every message can be read, every key that
// the pages name exists and every key that exists is named, and people of the portal meet no jargon and no long sentences.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import { readTexts, scopesOf } from './texts.mjs';

const ui = path.join(import.meta.dirname, '../..');
const PAGES = ['kit', 'user-portal', 'admin-console'];
const LONGEST_SENTENCE = 20;
/** What nobody outside our trade says (ux.md P03). */
const JARGON =
  /\b(OTP|TOTP|HOTP|FIDO2?|WebAuthn|token|jeton|authenticator|authentificateur|OATH|MFA|2FA|credentials?)s?\b/i;
/** Every string in the code that looks like a key of one of the scopes; `${…}` stands for any word. */
const KEY = /^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9_*-]+)+$/;
const problems = [];

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.spec\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/node_modules/') && !/\/api\/(portal|console)\.ts$/.test(file));
}

/** The keys that the sources of a package name, with `*` for what is known only when the page runs. */
function namedKeys(name) {
  const found = new Set();
  for (const file of sources(path.join(ui, name, 'src'))) {
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    for (const [, , literal] of text.matchAll(
      /(['"`])((?:[^'"`\n\\$]|\\.|\$(?!\{)|\$\{(?:[^{}`]|\{[^{}]*\})*\})*)\1/g,
    )) {
      const key = literal.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '*').split('|')[0];
      if (KEY.test(key)) found.add(key);
    }
  }
  return found;
}

function placeholders(message) {
  const names = new Set();
  const visit = (parts) => {
    for (const part of parts) {
      if (part.type !== TYPE.literal && part.type !== TYPE.pound) names.add(part.value);
      for (const option of Object.values(part.options ?? {})) visit(option.value);
      if (part.children) visit(part.children);
    }
  };
  visit(parse(message));
  return [...names].sort().join(', ');
}

function plainText(message) {
  return message.replace(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}/g, 'x').trim();
}

function checkWords(where, message) {
  const long = plainText(message)
    .split(/[.!?:;]\s|[.!?]$/)
    .find((sentence) => sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length > LONGEST_SENTENCE);
  if (long) problems.push(`${where}: more than ${LONGEST_SENTENCE} words in a sentence: ${long}`);
}

function checkScope(name, folder, scope) {
  const [en, fr] = ['en', 'fr'].map((language) => readTexts(folder, scope, language));
  for (const key of new Set([...Object.keys(en), ...Object.keys(fr)])) {
    const where = `ui/${name}/i18n/${scope}: ${key}`;
    if (!key.startsWith(`${scope}.`)) problems.push(`${where}: a key of this file begins with ${scope}.`);
    if (en[key] === undefined || fr[key] === undefined) {
      problems.push(`${where}: is missing in ${en[key] === undefined ? 'English' : 'French'}`);
      continue;
    }
    checkMessage(name, where, en[key], fr[key]);
  }
  return Object.keys(en);
}

function checkMessage(name, where, en, fr) {
  try {
    if (placeholders(en) !== placeholders(fr))
      problems.push(`${where}: the placeholders differ: {${placeholders(en)}} and {${placeholders(fr)}}`);
  } catch (error) {
    problems.push(`${where}: cannot be read (${error.message})`);
  }
  if (name !== 'user-portal') return;
  for (const message of [en, fr]) {
    const jargon = JARGON.exec(plainText(message));
    if (jargon) problems.push(`${where}: say “${jargon[0]}” in words that everybody knows`);
    checkWords(where, message);
  }
}

function main() {
  const keysOf = new Map();
  const named = new Map(PAGES.map((name) => [name, namedKeys(name)]));
  for (const name of PAGES) {
    const folder = path.join(ui, name, 'i18n');
    keysOf.set(
      name,
      scopesOf(folder).flatMap((scope) => checkScope(name, folder, scope)),
    );
  }
  for (const name of PAGES) checkUse(name, keysOf, named);
  checkErrorWords(new Set(keysOf.get('kit')));
  if (problems.length > 0) {
    process.stderr.write(`${problems.join('\n')}\n${problems.length} problems in the texts of the pages.\n`);
    process.exitCode = 1;
  }
}

function checkUse(name, keysOf, named) {
  const users = name === 'kit' ? PAGES : [name];
  const patterns = users.flatMap((user) => [...named.get(user)]);
  const exact = new Set(patterns.filter((key) => !key.includes('*')));
  const open = patterns.filter((key) => key.includes('*')).map(toPattern);
  for (const key of keysOf.get(name)) {
    if (!exact.has(key) && !open.some((pattern) => pattern.test(key)))
      problems.push(`ui/${name}/i18n: ${key} is used nowhere`);
  }
  const known = new Set([...keysOf.get('kit'), ...keysOf.get(name)]);
  const scopes = new Set([...known].map((key) => key.split('.')[0]));
  for (const key of named.get(name)) {
    if (!scopes.has(key.split('.')[0])) continue;
    const exists = key.includes('*') ? [...known].some((one) => toPattern(key).test(one)) : known.has(key);
    if (!exists) problems.push(`ui/${name}: the text ${key} does not exist`);
  }
}

/** Every code of the product's errors has its three parts (ux.md R4); the fourth is the reference. */
function checkErrorWords(keys) {
  const catalogue = readFileSync(path.join(ui, '../libs/errors/src/error-codes.ts'), 'utf8');
  const codes = [...catalogue.matchAll(/^ {2}(\w+): \{$/gm)].map(([, code]) => code);
  if (codes.length === 0) problems.push('libs/errors/src/error-codes.ts: no code was found in it');
  for (const code of codes) {
    for (const part of ['what', 'works', 'do']) {
      if (!keys.has(`kit.problem.${code}.${part}`))
        problems.push(`ui/kit/i18n: kit.problem.${code}.${part} is missing`);
    }
  }
}

function toPattern(key) {
  return new RegExp(
    `^${key
      .split('*')
      .map((part) => part.replace(/[.-]/g, '\\$&'))
      .join('[^.]+')}$`,
  );
}

main();
