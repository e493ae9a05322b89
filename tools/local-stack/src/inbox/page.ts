import type { InboxMessage } from './message-store.ts';

const TEXTS = {
  en: {
    title: 'Inbox of text messages',
    lead: 'What the demonstration would have sent to phones, newest first. The page renews itself.',
    empty: 'No message yet. Sign in as a user with a phone, such as bob.',
    to: 'To',
    at: 'Received',
    text: 'Message',
  },
  fr: {
    title: 'Boîte des SMS',
    lead: 'Ce que la démonstration aurait envoyé aux téléphones, du plus récent au plus ancien. La page se renouvelle seule.',
    empty: 'Aucun message. Connectez-vous avec un utilisateur qui a un téléphone, par exemple bob.',
    to: 'À',
    at: 'Reçu',
    text: 'Message',
  },
} as const;

/** Languages of the page. */
export type PageLanguage = keyof typeof TEXTS;

/** The language that an Accept-Language header asks for first among ours; English when it asks for none of them. */
export function pageLanguage(acceptLanguage: string | undefined): PageLanguage {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=([0-9.]+)$/.exec(p)?.[1]).find((q) => q !== undefined);
      return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  return wanted.find(({ language }) => language === 'fr' || language === 'en')?.language === 'fr' ? 'fr' : 'en';
}

/** The page as HTML that needs no script. */
export function renderPage(messages: readonly InboxMessage[], language: PageLanguage): string {
  const t = TEXTS[language];
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const rows = messages
    .toReversed()
    .map(
      ({ to, text, receivedAt }) =>
        `<tr><td>${escape(to)}</td><td>${escape(time.format(new Date(receivedAt)))}</td><td class="text">${escape(text)}</td></tr>`,
    );
  const table = `<table><thead><tr><th scope="col">${t.to}</th><th scope="col">${t.at}</th><th scope="col">${t.text}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>${t.title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .5rem; border-bottom: 1px solid; vertical-align: top; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 1.1rem; }
</style>
</head>
<body>
<h1>${t.title}</h1>
<p>${t.lead}</p>
${rows.length === 0 ? `<p>${t.empty}</p>` : table}
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
