// Three projects over one transform: unit tests need nothing, integration tests share one real Postgres and Redis,
// end-to-end tests start the whole product themselves.
const swc = (parser, transform) => [
  '@swc/jest',
  {
    // The root must stay free of an .swcrc: @swc/jest would merge it into this one.
    swcrc: false,
    jsc: {
      parser: { syntax: 'typescript', decorators: true, ...parser },
      target: 'es2023',
      keepClassNames: true,
      transform: { legacyDecorator: true, decoratorMetadata: true, ...transform },
    },
    module: { type: 'es6' },
    sourceMaps: 'inline',
  },
];
const transform = {
  '^.+\\.ts$': swc({}, {}),
  '^.+\\.tsx$': swc({ tsx: true }, { react: { runtime: 'automatic' } }),
};

const project = (displayName, suffix, extra = {}) => ({
  displayName,
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@countersign/source', 'node', 'node-addons'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools', '<rootDir>/ui', '<rootDir>/e2e'],
  testMatch: [`**/*.${suffix}.ts`, `**/*.${suffix}.tsx`],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // A page's styles are classes with their own names to a test.
  moduleNameMapper: { '\\.css$': '<rootDir>/ui/kit/build/styles-in-tests.mjs' },
  transform,
  ...extra,
});

const stack = {
  globalSetup: '<rootDir>/tools/test/global-setup.mjs',
  globalTeardown: '<rootDir>/tools/test/global-teardown.mjs',
};

export default {
  projects: [project('unit', 'spec'), project('integration', 'int-spec', stack), project('e2e', 'e2e-spec')],
  maxWorkers: 2,
  workerIdleMemoryLimit: '768MB',
  testTimeout: 30_000,
};
