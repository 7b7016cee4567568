// Writes the Prisma client to packages/platform/src/generated/prisma without network: the CLI
// would download a native schema engine that generating does not use, and asks home for updates.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const platformDir = path.join(import.meta.dirname, '../packages/platform');
const requireFromPlatform = createRequire(path.join(platformDir, 'package.json'));
const cli = requireFromPlatform.resolve('prisma/build/index.js');

const { status, stdout, stderr, error } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
  cwd: platformDir,
  encoding: 'utf8',
  env: {
    ...process.env,
    // Any executable stops the download.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  },
});
if (error) throw error;
if (status !== 0) process.stderr.write(stdout + stderr);
process.exitCode = status ?? 1;
