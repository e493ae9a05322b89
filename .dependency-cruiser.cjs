// The import rule of the architecture: apps import libs, libs import purer libs, nothing imports an app. Run by npm test; alone:
//   npm test -- --only checks
// tsPreCompilationDeps 'specify' makes type-only imports count for layering; only the cycle rule lets them pass.

const TESTS = ['[.](spec|int-spec|e2e-spec|contract)[.]tsx?$', '/__fixtures__/', '^libs/testing/'];
// testing has two more doors: real servers as processes, for the local stack, and builders, which need no server.
const FRONT_DOOR = '^libs/[^/]+/src/index[.]ts$|^libs/testing/src/(servers|builders)/index[.]ts$';
const lib = (names) => `^libs/(${names})/src/`;
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** What each library may import besides itself. Anything not listed is refused. testing may import any library. */
const libMayImport = {
  errors: '',
  domain: 'errors',
  radius: 'errors',
  contracts: '',
  crypto: 'errors',
  config: 'errors',
  observability: 'errors',
  rpc: 'errors|contracts|observability',
  http: 'errors|crypto|observability',
  testing: 'errors|domain|radius|contracts|crypto|config|observability|rpc|http',
};
/** What each app may import from libs. Only auth-server sees the domain; only radius-gateway sees RADIUS. */
const appMayImport = {
  'auth-server': 'errors|domain|contracts|crypto|config|observability|rpc',
  'radius-gateway': 'errors|radius|contracts|config|observability|rpc',
  'user-portal': 'errors|contracts|config|observability|rpc|http',
  'mobile-app-service': 'errors|contracts|config|observability|rpc|http',
  'adfs-adapter': 'errors|contracts|config|observability|rpc|http',
  'admin-console': 'errors|contracts|config|observability|rpc|http',
  'delivery-worker': 'errors|contracts|config|crypto|observability|http|rpc',
  'directory-sync': 'errors|contracts|config|observability|rpc',
};

module.exports = {
  forbidden: [
    forbid(
      'every-room-is-listed',
      'A new app or library is added to the tables above first.',
      {
        path: '^(apps|libs)/',
        pathNot: [`^libs/(${Object.keys(libMayImport).join('|')})/`, `^apps/(${Object.keys(appMayImport).join('|')})/`],
      },
      {},
    ),
    forbid('no-cycles', 'Data flows one way.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    forbid(
      'no-app-to-app',
      'Apps talk over gRPC and queues, never by import.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    forbid(
      'nothing-imports-an-app',
      'Apps are entered over the wire only.',
      { path: '^(libs|ui|e2e|tools)/' },
      { path: '^apps/' },
    ),
    forbid(
      'libs-are-below',
      'Libraries know neither pages nor tools nor e2e.',
      { path: '^libs/' },
      { path: '^(ui|e2e|tools)/' },
    ),
    forbid(
      'lib-front-door',
      'A library is entered through its index.ts.',
      { path: '^(apps|e2e|tools)/' },
      { path: '^libs/[^/]+/src/', pathNot: FRONT_DOOR },
    ),
    forbid(
      'lib-to-lib-front-door',
      'A library is entered through its index.ts.',
      { path: '^libs/([^/]+)/' },
      { path: '^libs/[^/]+/src/', pathNot: `${FRONT_DOOR}|^libs/$1/` },
    ),
    ...Object.entries(libMayImport)
      .filter(([l]) => l !== 'testing')
      .map(([l, allowed]) =>
        forbid(
          `lib-${l}-imports`,
          `libs/${l} may import: ${allowed || 'nothing'}.`,
          { path: `^libs/${l}/src/`, pathNot: TESTS },
          { path: '^libs/', pathNot: lib(allowed ? `${l}|${allowed}` : l) },
        ),
      ),
    ...Object.entries(appMayImport).map(([a, allowed]) =>
      forbid(
        `app-${a}-imports`,
        `apps/${a} may import: ${allowed}.`,
        { path: `^apps/${a}/src/`, pathNot: TESTS },
        { path: '^libs/', pathNot: lib(allowed) },
      ),
    ),
    forbid(
      'e2e-imports',
      'e2e/ may import: testing, contracts, radius.',
      { path: '^e2e/' },
      { path: '^libs/', pathNot: lib('testing|contracts|radius') },
    ),
    forbid(
      'pure-libs-stay-pure',
      'errors, domain, radius: no framework, no npm package, no Node module but crypto and buffer.',
      { path: lib('errors|domain|radius'), pathNot: TESTS },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown', 'core'],
        pathNot: '^(node:)?(crypto|buffer)$|^libs/',
      },
    ),
    forbid(
      'application-knows-no-adapter',
      'application/ depends on ports, not on inbound/ or outbound/.',
      { path: '^apps/.+/application/', pathNot: TESTS },
      { path: '/(inbound|outbound)/' },
    ),
    forbid(
      'application-speaks-no-wire',
      'application/ uses no protocol, ORM, queue or wire type.',
      { path: '^apps/.+/application/', pathNot: TESTS },
      {
        path: '^libs/(contracts|rpc|http|radius)/|node_modules/(typeorm|pg|ioredis|bullmq|ldapts|@grpc|@nestjs/(microservices|typeorm|bullmq|platform-[a-z]+))/',
      },
    ),
    forbid(
      'inbound-knows-no-outbound',
      'inbound/ reaches outbound/ only through application/.',
      { path: '^apps/.+/inbound/', pathNot: TESTS },
      { path: '/outbound/' },
    ),
    forbid(
      'outbound-knows-no-inbound',
      'outbound/ implements ports; it does not call back in.',
      { path: '^apps/.+/outbound/', pathNot: TESTS },
      { path: '/inbound/|/application/(?!ports/)' },
    ),
    forbid(
      'module-front-door',
      'Another module is entered through its index.ts.',
      { path: '^apps/([^/]+)/src/modules/([^/]+)/' },
      { path: '^apps/$1/src/modules/', pathNot: '^apps/$1/src/modules/([^/]+/index[.]ts$|$2/)' },
    ),
    forbid(
      'only-auth-server-owns-data',
      'Postgres belongs to auth-server.',
      { path: '^(apps|libs)/', pathNot: ['^apps/auth-server/', ...TESTS] },
      { path: 'node_modules/(typeorm|pg|@nestjs/typeorm)/' },
    ),
    forbid(
      'who-reaches-the-directory',
      'Only directory-sync and auth-server reach the directory.',
      { path: '^(apps|libs)/', pathNot: ['^apps/(auth-server|directory-sync)/', ...TESTS] },
      { path: 'node_modules/(ldapts|ldapjs)/' },
    ),
    forbid(
      'ui-is-an-island',
      'The pages import ui/* only; types come from the generated API client.',
      { path: '^ui/' },
      { path: '^(libs|e2e|tools)/' },
    ),
    forbid(
      'ui-pages-share-the-kit-only',
      'ui/<pages> may import ui/kit, no other pages.',
      { path: '^ui/([^/]+)/' },
      { path: '^ui/', pathNot: '^ui/(kit|$1)/' },
    ),
    forbid(
      'not-to-test',
      'Production code imports no test code.',
      { path: '^(apps|libs|ui)/', pathNot: TESTS },
      { path: TESTS },
    ),
    // The texts of the pages are a module that their build makes.
    forbid('not-to-unresolvable', 'Every import resolves.', {}, { couldNotResolve: true, pathNot: '^virtual:' }),
    forbid(
      'no-orphans',
      'Every file is used.',
      { orphan: true, path: '^(apps|libs)/.+/src/', pathNot: [...TESTS, '/main[.]', '[.]d[.]ts$'] },
      {},
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@countersign/source', 'import', 'require', 'node', 'default'],
    },
  },
};
