// The walls of the house (see docs/ARCHITECTURE.md). `pnpm check` runs this.

const tests = '\\.test\\.tsx?$|/testing/|^apps/web/e2e/';
const valueOnly = { dependencyTypesNot: ['type-only'] };
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other, even for types only, cannot be understood one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'api-not-worker',
      comment: 'Two processes; what both need lives in packages.',
      severity: 'error',
      from: { path: '^apps/api/' },
      to: { path: '^apps/(worker|web)/' },
    },
    {
      name: 'worker-not-api',
      comment: 'Two processes; what both need lives in packages.',
      severity: 'error',
      from: { path: '^apps/worker/' },
      to: { path: '^apps/(api|web)/' },
    },
    {
      name: 'packages-not-apps',
      comment: 'A package does not know who uses it.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'nothing-imports-scripts',
      comment: 'Scripts drive the product, never the other way round.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: tests },
      to: { path: '^scripts/' },
    },
    {
      name: 'start-runs-before-the-build',
      comment: 'The first start finds nothing built: what needs that is imported after it, dynamically.',
      severity: 'error',
      from: { path: '^scripts/start/', pathNot: tests },
      to: { path: '^(scripts/access/|packages/[^/]+/src/index\\.ts$)', dynamic: false, ...valueOnly },
    },
    {
      name: 'web-imports-shared-only',
      comment: 'The browser sees contracts; platform holds what it must never see.',
      severity: 'error',
      // What tests a running Herald in a browser is no part of what the browser gets.
      from: { path: '^apps/web/', pathNot: '^apps/web/e2e/' },
      to: { path: '^(apps/(api|worker)|packages/(?!shared/)|scripts)' },
    },
    {
      name: 'web-features-stand-alone',
      comment: 'Pages put features together; a feature that needs another one shares a component or an endpoint.',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/(features/|app/)', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'web-parts-know-no-feature',
      comment: 'What every screen shares knows none of them.',
      severity: 'error',
      from: { path: '^apps/web/src/(api|lib|components)/', pathNot: tests },
      to: { path: '^apps/web/src/(features|app)/' },
    },
    {
      name: 'web-lib-is-the-bottom',
      comment: 'How to call the API is no knowledge of what it offers.',
      severity: 'error',
      from: { path: '^apps/web/src/lib/', pathNot: tests },
      to: { path: '^apps/web/src/(api|components)/' },
    },
    {
      name: 'only-pickers-ask-the-api',
      comment: 'Shared parts are given what they show; only a picker searches by itself.',
      severity: 'error',
      from: { path: '^apps/web/src/components/', pathNot: ['^apps/web/src/components/pickers/', tests] },
      to: { path: '^apps/web/src/api/' },
    },
    {
      name: 'browser-code-is-pure',
      comment: 'apps/web/src and packages/shared run in a browser.',
      severity: 'error',
      from: { path: '^(apps/web/src|packages/shared/src)/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-imports-no-package',
      comment: 'packages/shared stands alone.',
      severity: 'error',
      from: { path: '^packages/shared/' },
      to: { path: '^(apps|packages/(?!shared/)|scripts)' },
    },
    {
      name: 'only-repositories-touch-the-database',
      comment: 'SQL and Prisma live in repositories and in the few rooms of platform that serve them.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: [
          '\\.repository\\.ts$',
          '^packages/platform/src/(db|rules|queues|embedded-postgres|generated)/',
          '^packages/platform/prisma\\.config\\.ts$',
          tests,
        ],
      },
      to: { path: [npm('pg', 'pg-copy-streams', 'prisma', '@prisma'), '^packages/platform/src/generated/'] },
    },
    {
      name: 'only-queues-and-processors-know-bullmq',
      comment: 'The backend of the queues is a detail of packages/platform/src/queues.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: [
          '^packages/platform/src/queues/',
          '^apps/worker/src/.*\\.processor\\.ts$',
          '^apps/worker/src/(worker|container|main)\\.ts$',
          tests,
        ],
      },
      to: { path: npm('bullmq', 'ioredis') },
    },
    {
      name: 'services-know-no-transport',
      comment: 'A service speaks the domain: no Express, no queue library, no database library.',
      severity: 'error',
      from: { path: '\\.service\\.ts$' },
      to: {
        path: [npm('express', 'bullmq', 'ioredis', 'pg', 'prisma', '@prisma'), '^packages/platform/src/generated/'],
      },
    },
    {
      name: 'controllers-know-services-only',
      comment: 'routes -> controllers -> services -> repositories.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: ['\\.repository\\.ts$', '^packages/platform/'] },
    },
    {
      name: 'repositories-are-the-bottom',
      comment: 'A repository calls no service and no controller.',
      severity: 'error',
      from: { path: '\\.repository\\.ts$' },
      to: { path: '\\.(service|controller|processor)\\.ts$' },
    },
    {
      name: 'only-container-constructs',
      comment: 'Collaborators are handed in: outside container.ts they are imported as types only.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: ['/container\\.ts$', '^packages/platform/src/index\\.ts$', tests],
      },
      to: { path: '\\.(service|repository)\\.ts$', ...valueOnly },
    },
    {
      name: 'only-main-starts-the-container',
      comment: 'A container is built once, by the entry of its process.',
      severity: 'error',
      // A container may be put together out of those of its rooms, as that of the API is with that of `ai/`.
      from: { path: '^(apps|packages)/', pathNot: ['/(main|app|worker|container|[a-z-]*server)\\.ts$', tests] },
      to: { path: '/container\\.ts$', ...valueOnly },
    },
  ],
  options: {
    parser: 'tsc',
    // Types count too, and are told apart from values.
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['node_modules', '^packages/platform/src/generated/'] },
    exclude: { path: '^(apps|packages)/[^/]+/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['herald-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
