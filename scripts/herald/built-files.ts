import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export const BUILT = {
  api: path.join(ROOT, 'apps/api/dist/main.js'),
  worker: path.join(ROOT, 'apps/worker/dist/main.js'),
  mockVendor: path.join(ROOT, 'apps/api/dist/mock-vendor/main.js'),
};

/**
 * What Node itself is told in every process. A batch of a thousand rows outlives the small
 * default nursery of V8 and is then copied twice for nothing: ingestion takes a tenth less
 * with a larger one.
 */
export const NODE_ARGUMENTS = ['--enable-source-maps', '--max-semi-space-size=64'];

/** @throws Error in one sentence when Herald was never built. */
export function requireBuild(): void {
  if (Object.values(BUILT).every((file) => existsSync(file))) return;
  throw new Error('Herald is not built yet: run "npx pnpm@12 build" first.');
}
