// Budgets, "time is a parameter", and the promise rules that need types. Formatting is Biome's; import rules are
// dependency-cruiser's. TypeScript 7 has no JavaScript API yet, so this package brings the TypeScript that reads types here.
import path from 'node:path';
import tseslint from 'typescript-eslint';

const root = path.join(import.meta.dirname, '../..');
const TESTS = ['**/*.{spec,int-spec,e2e-spec,contract}.{ts,tsx}'];

const timeIsAParameter = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is a parameter: take `now: Date`.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is a parameter: take `now: Date`.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness comes through a port.',
  },
];

const erasableOnly = [
  { selector: 'TSParameterProperty', message: 'Write the field and its assignment.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  { selector: "TSModuleDeclaration[kind!='global']", message: 'Use a module.' },
];

/** Texts come from the catalogues, colours and styles from the style sheets, markup from the framework. */
const pages = [
  {
    selector: 'JSXText[value=/\\p{L}{2}/u]',
    message: 'No text in markup: put it into i18n/<scope>.{en,fr}.json and use t().',
  },
  {
    selector:
      'JSXAttribute[name.name=/^(title|label|description|placeholder|alt|aria-label|text|header)$/] > Literal[value=/ /]',
    message: 'No text in markup: put it into i18n/<scope>.{en,fr}.json and use t().',
  },
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Markup is never made of a string.' },
  { selector: 'Literal[value=/^#([0-9a-f]{3}|[0-9a-f]{6})$/i]', message: 'Colours are tokens.' },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      'libs/contracts/src/generated/**',
      'ui/kit/src/api/{portal,console}.ts',
      '**/__fixtures__/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { project: ['tsconfig.test.json', 'ui/tsconfig.json'], tsconfigRootDir: root } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-depth': ['error', 3],
      'max-params': ['error', 6],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read configuration in src/config.ts only.' },
      ],
      'no-restricted-syntax': ['error', ...erasableOnly],
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-debugger': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // What was caught as unknown may be thrown on as it is.
      '@typescript-eslint/only-throw-error': ['error', { allowRethrowing: true, allowThrowingUnknown: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
    },
  },
  {
    // Nest finds what to inject by the class that the constructor names: its import must stay a value, which this rule cannot know.
    files: ['apps/*/src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['**/src/config.ts', 'libs/config/src/**/*.ts', ...TESTS],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Markup is long without being complicated: each `?` and `&&` in it is a branch to the counter, not to a reader.
    files: ['ui/**/*.tsx'],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 15],
      'no-restricted-syntax': ['error', ...erasableOnly, ...pages],
    },
  },
  // Tells the compiler about a module that only the build makes.
  { files: ['ui/*/src/env.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: TESTS, rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['libs/domain/**/*.ts', 'apps/*/src/**/application/**/*.ts'],
    ignores: TESTS,
    rules: { 'no-restricted-syntax': ['error', ...erasableOnly, ...timeIsAParameter] },
  },
);
