/** Where a value goes, which decides how it is escaped. */
export type TemplateContext = 'json' | 'form' | 'query' | 'xml' | 'text' | 'header';

/** Values by the name of their placeholder. */
export type TemplateValues = Readonly<Record<string, string>>;

/** `{name}`; in JSON a brace is always followed by a quote, white space or another brace, so nothing is confused. */
const PLACEHOLDER = /\{([a-zA-Z][a-zA-Z0-9_]*)\}/g;

const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escapes = {
  // Without its quotes: the template has them.
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: encodeURIComponent,
  query: encodeURIComponent,
  xml: (value) => value.replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character),
  text: (value) => value,
  header: (value) => value.replace(/[\r\n\0]/g, ' '),
} as const satisfies Record<TemplateContext, (value: string) => string>;

/** Fills the placeholders of a template, each value escaped for its place; @throws Error for one that has no value. */
export function fillTemplate(template: string, context: TemplateContext, values: TemplateValues): string {
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`the template has a placeholder {${name}} for which there is no value`);
    return escapes[context](value);
  });
}

/** The names of a template's placeholders. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '');
}
