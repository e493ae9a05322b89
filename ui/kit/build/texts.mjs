// Texts for the browser: ICU messages are parsed here, at build time, so that no parser goes over the wire. One virtual module per
// scope and language; `virtual:texts` names them all. The scope `base` (kit and shell) is one file: it is needed before anything shows.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@formatjs/icu-messageformat-parser';

const LANGUAGES = ['en', 'fr'];
const BASE_SCOPES = ['kit', 'shell'];
const kitTexts = path.join(import.meta.dirname, '../i18n');

/** Scopes of a folder: the names of its `<scope>.en.json` files. */
export function scopesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.en.json'))
    .map((name) => name.slice(0, -'.en.json'.length))
    .sort();
}

/** The messages of one scope as they were written. */
export function readTexts(folder, scope, language) {
  return JSON.parse(readFileSync(path.join(folder, `${scope}.${language}.json`), 'utf8'));
}

/** Messages with plain strings kept as they are, and all others parsed. */
export function compileTexts(messages) {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [key, /[{<'#]/.test(message) ? compact(parse(message)) : message]),
  );
}

// Where a piece stood in its source is of no use to a reader.
function compact(node) {
  if (Array.isArray(node)) return node.map(compact);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => key !== 'location')
      .map(([key, value]) => [key, compact(value)]),
  );
}

/** The Vite plugin. `folder` is the `i18n` folder of the pages that are built. */
export function textsPlugin(folder) {
  const places = (scope) => (scope === 'base' ? basePlaces(folder) : [[placeOf(folder, scope), scope]]);
  return {
    name: 'countersign-texts',
    resolveId: (id) => (id.startsWith('virtual:texts') ? `\0${id}` : undefined),
    load(id) {
      if (id === '\0virtual:texts') return indexModule(folder);
      if (!id.startsWith('\0virtual:texts/')) return undefined;
      const [scope, language] = id.slice('\0virtual:texts/'.length).split('.');
      const messages = Object.assign({}, ...places(scope).map(([from, name]) => readTexts(from, name, language)));
      for (const [from, name] of places(scope)) this.addWatchFile(path.join(from, `${name}.${language}.json`));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(compileTexts(messages)))});`;
    },
  };
}

function placeOf(folder, scope) {
  return existsSync(path.join(folder, `${scope}.en.json`)) ? folder : kitTexts;
}

function basePlaces(folder) {
  return BASE_SCOPES.map((scope) => [placeOf(folder, scope), scope]);
}

function indexModule(folder) {
  const lazy = [...new Set([...scopesOf(kitTexts), ...scopesOf(folder)])].filter((s) => !BASE_SCOPES.includes(s));
  const rows = ['base', ...lazy].map((scope) => {
    const loaders = LANGUAGES.map((l) => `${l}: () => import('virtual:texts/${scope}.${l}')`);
    return `${JSON.stringify(scope)}: { ${loaders.join(', ')} }`;
  });
  return `export const texts = { ${rows.join(', ')} };`;
}
