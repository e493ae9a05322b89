// One build for both sets of pages; what differs is the library under the React API (ADR 0013).
import { createRequire } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { textsPlugin } from './texts.mjs';

/**
 * Few files, each with what is needed together: forms, what opens over a page, tables, and everything else that all pages share.
 * Left alone, the bundler makes a dozen small ones, and a first load may ask for eight (console: twelve).
 */
const CORE = [
  'node_modules.(react|react-dom|scheduler|preact|react-intl|@formatjs|intl-messageformat)/',
  '@tanstack.(react-router|router-core|react-query|query-core)',
  'csp-provider|rolldown.runtime',
  'kit.src.(api|text|shell).(?!ask-dialog)',
  'kit.src.components.(button|parts|page|problem-view|query-view|time|toast)[.]',
  'src.api[.]ts|src.shell.shell[.]module',
  // What the two first pages of the portal share is smaller than a request.
  'user-portal.src.features.(enroll.(kinds|use-outcome)|methods.(method-card|own-method))[.]',
];
const CHUNKS = [
  // A group takes along what its modules import, so what all need comes first.
  { name: 'core', test: new RegExp(CORE.join('|')), priority: 50 },
  {
    name: 'form',
    test: /react-hook-form|hookform|kit.src.components.(form|field|choices|phone)|kit.src.sign-in/,
    priority: 40,
  },
  { name: 'overlay', test: /@base-ui|@floating-ui|kit.src.components.(dialog|menu|tabs)[.]/, priority: 30 },
];

/** Vite's configuration of the pages in `root`. `preact` is the folder of Preact, where it takes the place of React. */
export function pagesConfig({ root, preact, port }) {
  return {
    root,
    plugins: [textsPlugin(path.join(root, 'i18n')), ...(preact ? [] : [react()])],
    resolve: {
      alias: [...parserAlias(), ...(preact ? preactAlias(preact) : [])],
      dedupe: ['react', 'react-dom', 'zod'],
    },
    oxc: preact ? { jsx: { runtime: 'automatic', importSource: 'react' } } : undefined,
    css: { transformer: 'lightningcss', modules: { generateScopedName: '[hash:base64:5]' } },
    build: {
      target: ['chrome123', 'firefox121', 'safari17.5'],
      outDir: 'dist',
      emptyOutDir: true,
      manifest: true,
      // All styles weigh less than a request.
      cssCodeSplit: false,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      sourcemap: false,
      chunkSizeWarningLimit: 700,
      rolldownOptions: { onwarn: quietly, output: { codeSplitting: { groups: CHUNKS } } },
    },
    server: { port, strictPort: true },
  };
}

// Messages are parsed at build time: whoever asks for the parser gets the one that refuses.
function parserAlias() {
  const intl = createRequire(createRequire(import.meta.url).resolve('react-intl'));
  const folder = path.dirname(intl.resolve('@formatjs/icu-messageformat-parser/no-parser.js'));
  return [{ find: /^@formatjs\/icu-messageformat-parser$/, replacement: path.join(folder, 'no-parser.js') }];
}

function preactAlias(folder) {
  const file = (name) => path.join(folder, name);
  return [
    { find: /^react\/jsx-(dev-)?runtime$/, replacement: file('jsx-runtime/dist/jsxRuntime.mjs') },
    { find: /^react-dom\/client$/, replacement: file('compat/client.mjs') },
    { find: /^(react|react-dom)$/, replacement: file('compat/dist/compat.mjs') },
    { find: /^preact$/, replacement: file('dist/preact.mjs') },
    { find: /^preact\/hooks$/, replacement: file('hooks/dist/hooks.mjs') },
  ];
}

/** Directives for servers that render say nothing about a bundle for browsers. */
function quietly(warning, warn) {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
}
