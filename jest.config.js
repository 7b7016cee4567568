import { chromiumIsAvailable } from './scripts/testing/e2e/chromium-binary.js';
import { redisIsAvailable } from './scripts/testing/redis-binary.js';

// Jest runs the TypeScript sources as CommonJS: without `--experimental-vm-modules` it loads
// every file through `require`, so ES modules, ours and those of libraries, pass through swc.

// Libraries that are published as ES modules only. A new one shows itself by
// "SyntaxError: Cannot use import statement outside a module".
const esmOnlyPackages = [
  'uuidv7',
  '@prisma\\+schema-engine-wasm',
  'react-dnd(-(html5|touch)-backend)?',
  'dnd-core',
  '@react-dnd\\+\\w+',
  // No such module, but it loads Node's own with import().
  '@opentelemetry\\+otlp-exporter-base',
];

const swc = (parser, transform = {}) => [
  '@swc/jest',
  {
    swcrc: false,
    jsc: { parser, transform, target: 'es2023' },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

const common = {
  // Long enough for a machine that is busy with something else.
  testTimeout: 60_000,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/apps', '<rootDir>/packages', '<rootDir>/scripts'],
  modulePathIgnorePatterns: ['/dist/', '/\\.data/', '/\\.tmp/'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  // Packages of this repository resolve to their source, without a build.
  testEnvironmentOptions: { customExportConditions: ['herald-source', 'node', 'node-addons'] },
  transform: {
    '\\.[cm]?ts$': swc({ syntax: 'typescript' }),
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true }, { react: { runtime: 'automatic' } }),
    '\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${esmOnlyPackages.join('|')})@)`],
  moduleNameMapper: {
    // Styles mean nothing to jsdom; the class names of a module are their keys.
    '\\.module\\.css$': '<rootDir>/scripts/testing/css-module.cjs',
    '\\.css$': '<rootDir>/scripts/testing/no-styles.cjs',
    // The generated Prisma client imports its query compiler as .mjs; the same files exist as CommonJS.
    '^@prisma/client/runtime/(query_compiler_.+)\\.mjs$': '@prisma/client/runtime/$1.js',
  },
};

const onServers = {
  ...common,
  globalSetup: '<rootDir>/scripts/testing/global-setup.ts',
  globalTeardown: '<rootDir>/scripts/testing/global-teardown.ts',
  testEnvironment: '<rootDir>/scripts/testing/server-environment.ts',
};

const integration = { ...onServers, testMatch: ['**/*.integration.test.ts'] };

const integrationOnRedis = {
  ...integration,
  displayName: 'integration-redis',
  // Knows no queue, and takes a minute.
  testPathIgnorePatterns: ['/node_modules/', 'packages/platform/src/embedded-postgres/'],
  testEnvironmentOptions: { ...common.testEnvironmentOptions, redisVariable: 'HERALD_TEST_REDIS_URL' },
};

/** A running Herald in a browser; on PostgreSQL alone, as it is started without settings. */
const endToEnd = { ...onServers, displayName: 'e2e', testMatch: ['<rootDir>/apps/web/e2e/**/*.e2e.test.ts'] };

export default {
  maxWorkers: 2,
  // Also keeps Jest from running few files in its own process, where a leak would hang it.
  workerIdleMemoryLimit: '1GB',
  reporters: [
    'default',
    '<rootDir>/scripts/testing/redis-reporter.js',
    '<rootDir>/scripts/testing/caddy-reporter.js',
    '<rootDir>/scripts/testing/prometheus-reporter.js',
    '<rootDir>/scripts/testing/e2e/chromium-reporter.js',
  ],
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.test.ts', '**/*.test.tsx'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(integration|process|e2e)\\.test\\.ts$'],
      testEnvironment: '<rootDir>/scripts/testing/leak-checking-environment.ts',
    },
    { ...integration, displayName: 'integration-postgres' },
    // Not skipped in silence: the reporter says so.
    ...(redisIsAvailable ? [integrationOnRedis] : []),
    {
      ...onServers,
      displayName: 'process',
      testMatch: ['**/*.process.test.ts'],
      testEnvironmentOptions: { ...common.testEnvironmentOptions, redisVariable: 'HERALD_TEST_SPARE_REDIS_URL' },
    },
    // Not skipped in silence: the reporter says so.
    ...(chromiumIsAvailable ? [endToEnd] : []),
  ],
};
