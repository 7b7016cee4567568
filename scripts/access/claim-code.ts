import path from 'node:path';

import * as platform from '@herald/platform';

import { runMain } from '../herald/run-main.ts';
import { readStartSettings } from '../start/start-settings.ts';
import { issueClaimCode } from './issue-claim-code.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** `pnpm claim-code`: prints a code that makes whoever knows it the first owner, once. */
await runMain(async () => {
  const settings = readStartSettings(ROOT, process.env);
  const databaseUrl = settings.databaseUrl ?? platform.lastEmbeddedUrl(path.join(settings.dataDir, 'postgres'));
  const code = await issueClaimCode(platform, databaseUrl);
  if (code === undefined) {
    console.error('The workspace has an owner, who can invite others.');
    return false;
  }
  console.log(
    `${code}\n\nEnter it on the sign-in page within 24 hours, then sign in with Google: that account is the owner.`,
  );
  return true;
});
