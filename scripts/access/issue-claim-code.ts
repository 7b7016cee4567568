import type * as HeraldPlatform from '@herald/platform';
import { newId } from '@herald/shared';

import { noteDeed } from './note-deed.ts';

type Platform = Pick<
  typeof HeraldPlatform,
  | 'AuditEventRepository'
  | 'ClaimCodeRepository'
  | 'ClaimCodes'
  | 'createPool'
  | 'MemberRepository'
  | 'withRetriedTransaction'
>;

/**
 * A code with which somebody who signs in with Google becomes the first owner, within a day.
 * Codes that were issued before and not used are void. The audit log says so.
 *
 * @param platform `@herald/platform`, which `start` can load only once it is built.
 * @param options.unlessOneIsOut leaves a code alone that somebody may have been given.
 * @returns undefined when there is an owner, who can invite others, or a code that is left alone.
 */
export async function issueClaimCode(
  platform: Platform,
  databaseUrl: string,
  { unlessOneIsOut = false } = {},
): Promise<string | undefined> {
  const pool = platform.createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-claim-code' });
  try {
    const codes = new platform.ClaimCodes({
      claimCodes: new platform.ClaimCodeRepository(pool),
      members: new platform.MemberRepository(pool),
      transact: (work) => platform.withRetriedTransaction(pool, work),
      now: () => new Date(),
    });
    if (!(await codes.isClaimable()) || (unlessOneIsOut && (await codes.isAnyOut()))) return undefined;
    const code = await codes.issue();
    await noteDeed(platform, pool, { id: newId(), action: 'claim_code.create' });
    return code;
  } finally {
    await pool.end();
  }
}
