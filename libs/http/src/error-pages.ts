import type { Language } from './language.ts';

/** The pages that need neither script nor API. */
export type ErrorPageKind = 'forbidden' | 'not_found' | 'fault' | 'maintenance' | 'browser';

interface PageTexts {
  readonly title: string;
  readonly what: string;
  readonly still: string;
  readonly next: string;
}

/** Where the style of the error pages is. */
export const ERROR_STYLE_PATH = '/error-page.css';

/** Status of each page. */
export const errorPageStatus = {
  forbidden: 403,
  not_found: 404,
  fault: 500,
  maintenance: 503,
  browser: 200,
} as const satisfies Record<ErrorPageKind, number>;

const texts: Readonly<Record<Language, Readonly<Record<ErrorPageKind, PageTexts>>>> = {
  en: {
    forbidden: {
      title: 'You cannot open this page',
      what: 'This address is not open to you.',
      still: 'Your sign-ins and your methods are not affected.',
      next: 'Go back to the start page. If you need this page, ask your help desk.',
    },
    not_found: {
      title: 'There is no such page',
      what: 'The address is misspelled, or the page was removed.',
      still: 'Your sign-ins and your methods are not affected.',
      next: 'Go back to the start page and look for it there.',
    },
    fault: {
      title: 'Something went wrong on our side',
      what: 'The page could not be made.',
      still: 'Sign-ins to your applications go on.',
      next: 'Try again. If it stays, give your help desk the reference below.',
    },
    maintenance: {
      title: 'This site is being worked on',
      what: 'The pages cannot be shown at the moment.',
      still: 'Sign-ins to your applications go on.',
      next: 'Try again in a few minutes.',
    },
    browser: {
      title: 'This browser is too old',
      what: 'It cannot show these pages safely.',
      still: 'Your sign-ins and your methods are not affected.',
      next: 'Use a current Firefox, Chrome, Edge or Safari.',
    },
  },
  fr: {
    forbidden: {
      title: 'Vous ne pouvez pas ouvrir cette page',
      what: 'Cette adresse ne vous est pas ouverte.',
      still: 'Vos connexions et vos méthodes ne sont pas touchées.',
      next: 'Revenez à la page d’accueil. Si vous avez besoin de cette page, demandez à votre assistance.',
    },
    not_found: {
      title: 'Cette page n’existe pas',
      what: 'L’adresse est mal écrite, ou la page a été retirée.',
      still: 'Vos connexions et vos méthodes ne sont pas touchées.',
      next: 'Revenez à la page d’accueil et cherchez-la là.',
    },
    fault: {
      title: 'Une erreur s’est produite de notre côté',
      what: 'La page n’a pas pu être faite.',
      still: 'Les connexions à vos applications continuent.',
      next: 'Réessayez. Si cela persiste, donnez la référence ci-dessous à votre assistance.',
    },
    maintenance: {
      title: 'Ce site est en maintenance',
      what: 'Les pages ne peuvent pas être affichées pour le moment.',
      still: 'Les connexions à vos applications continuent.',
      next: 'Réessayez dans quelques minutes.',
    },
    browser: {
      title: 'Ce navigateur est trop ancien',
      what: 'Il ne peut pas afficher ces pages en sécurité.',
      still: 'Vos connexions et vos méthodes ne sont pas touchées.',
      next: 'Utilisez un Firefox, Chrome, Edge ou Safari récent.',
    },
  },
};

const words: Readonly<Record<Language, { readonly home: string; readonly reference: string }>> = {
  en: { home: 'Start page', reference: 'Reference' },
  fr: { home: 'Page d’accueil', reference: 'Référence' },
};

/** A whole document without script. The reference is made by us of letters and digits, so nothing needs escaping. */
export function errorPage(kind: ErrorPageKind, language: Language, reference: string): string {
  const { title, what, still, next } = texts[language][kind];
  const { home, reference: label } = words[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${ERROR_STYLE_PATH}">
</head>
<body>
<main>
<h1>${title}</h1>
<p>${what}</p>
<p>${still}</p>
<p>${next}</p>
<p><a href="/">${home}</a></p>
<p class="reference">${label} <code>${reference}</code></p>
</main>
</body>
</html>
`;
}

/** The style of all error pages. */
export const ERROR_STYLE = `:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#ffffff, #14171a); color: light-dark(#1b1f23, #e8eaed); }
main { max-width: 36rem; margin: 0 auto; padding: 3rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
a { color: light-dark(#0b57d0, #a8c7fa); display: inline-block; padding: 0.5rem 0; }
.reference { color: light-dark(#4a5157, #b4bac0); font-size: 0.875rem; }
`;
