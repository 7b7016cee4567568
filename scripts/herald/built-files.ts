import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export const BUILT = {
  api: path.join(ROOT, 'apps/api/dist/main.js'),
  worker: path.join(ROOT, 'apps/worker/dist/main.js'),
  mockVendor: path.join(ROOT, 'apps/api/dist/mock-vendor/main.js'),
};

/** @throws Error in one sentence when Herald was never built. */
export function requireBuild(): void {
  if (Object.values(BUILT).every((file) => existsSync(file))) return;
  throw new Error('Herald is not built yet: run "npx pnpm@12 build" first.');
}
