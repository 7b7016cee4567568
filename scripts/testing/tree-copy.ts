import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PACKAGES = ['apps/api', 'apps/worker', 'apps/web', 'packages/shared', 'packages/platform'];
const NOT_COPIED = new Set(['node_modules', 'dist', '.data', '.git', '.turbo', '.tmp']);

export interface TreeCopy {
  root: string;
  remove(): void;
}

/**
 * The repository once more, to be changed by a test: its own files are copied, libraries are linked,
 * and packages of the repository are those of the copy.
 */
export function copyTree(): TreeCopy {
  const root = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'herald-tree-')));
  for (const name of readdirSync(ROOT).filter((each) => !NOT_COPIED.has(each))) {
    const filter = (file: string) => !NOT_COPIED.has(path.basename(file));
    cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true, filter });
  }
  for (const folder of ['.', ...PACKAGES]) linkLibraries(folder, root);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function linkLibraries(folder: string, root: string): void {
  const libraries = path.join(ROOT, folder, 'node_modules');
  const links = path.join(root, folder, 'node_modules');
  mkdirSync(links, { recursive: true });
  for (const name of readdirSync(libraries)) {
    // Caches of Vite and others are no libraries.
    if (name.startsWith('.') && name !== '.bin' && name !== '.pnpm') continue;
    if (name === '@herald') linkOwnPackages(path.join(libraries, name), path.join(links, name), root);
    else symlinkSync(path.join(libraries, name), path.join(links, name));
  }
}

function linkOwnPackages(packages: string, links: string, root: string): void {
  mkdirSync(links);
  for (const name of readdirSync(packages)) symlinkSync(path.join(root, 'packages', name), path.join(links, name));
}
