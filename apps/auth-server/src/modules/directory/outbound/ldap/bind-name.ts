import { Filter } from 'ldapts';

const PLACEHOLDER = /\{userName\}/g;
const QUALIFIED = /[@\\]/;
const LONGEST_NAME = 256;

/**
 * The name of a bind: the template with the user's name in it, or undefined for a name that no directory has.
 *
 * In a DN the name is escaped (RFC 4514 section 2.4). Otherwise (a UPN or `DOMAIN\name`) a name that says its domain
 * itself is taken as it is.
 */
export function bindNameFor(userName: string, template: string): string | undefined {
  if (!isPlausible(userName)) return undefined;
  if (template.includes('=')) return template.replace(PLACEHOLDER, () => escapeDnValue(userName));
  return QUALIFIED.test(userName) ? userName : template.replace(PLACEHOLDER, () => userName);
}

/** The filter that finds the user's entry, with the name escaped (RFC 4515 section 3); undefined as above. */
export function searchFilterFor(userName: string, filter: string): string | undefined {
  return isPlausible(userName) ? filter.replace(PLACEHOLDER, () => Filter.escape(userName)) : undefined;
}

/** Escapes a value for a DN so that it cannot end its RDN. */
export function escapeDnValue(value: string): string {
  return value
    .replace(/[\\,+"<>;=]/g, (character) => `\\${character}`)
    .replace(/^[ #]/, (character) => `\\${character}`)
    .replace(/(?<=[^\\]|\\.) $/, '\\ ');
}

function isPlausible(userName: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return userName !== '' && userName.length <= LONGEST_NAME && !/[\u0000-\u001f\u007f]/.test(userName);
}
