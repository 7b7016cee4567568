import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { StartError } from '../start/start-error.ts';

const SCHEMA = 'packages/platform/prisma/schema.prisma';
const CLIENT = 'packages/platform/src/generated/prisma/client.ts';

/** The only part of the source that is made: without it nothing runs. */
export async function writePrismaClientWhereStale(
  root: string,
  { say }: { say: (line: string) => void },
): Promise<void> {
  const changedAt = (file: string) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changedAt(CLIENT) > changedAt(SCHEMA)) return;
  say('Writing the Prisma client');
  await writePrismaClient(root);
}

/** @throws StartError with what Prisma says of the schema. */
export async function writePrismaClient(root: string): Promise<void> {
  const script = path.join(root, 'scripts/generate-prisma-client.mjs');
  await promisify(execFile)(process.execPath, [script]).catch(({ stderr, message }: Error & { stderr?: string }) => {
    const details = (stderr ?? message).trimEnd().split('\n');
    throw new StartError(`The Prisma client could not be made of ${SCHEMA}.`, details);
  });
}
