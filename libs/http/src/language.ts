/** The languages of every text that a person sees. */
export type Language = 'en' | 'fr';

const RANGE = /^\s*([a-z]{2,3}|\*)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i;

/** The language of ours that an `Accept-Language` prefers (RFC 9110 section 12.5.4); English when it names none. */
export function preferredLanguage(header = ''): Language {
  const offers = header.slice(0, 512).split(',').flatMap(readOffer);
  const [best] = offers.sort((one, other) => other.weight - one.weight);
  return best?.language ?? 'en';
}

function readOffer(part: string): readonly { readonly language: Language; readonly weight: number }[] {
  const [, name, quality = '1'] = RANGE.exec(part) ?? [];
  const language = name?.toLowerCase();
  const weight = Number(quality);
  return weight > 0 && (language === 'en' || language === 'fr') ? [{ language, weight }] : [];
}
