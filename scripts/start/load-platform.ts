import type { HeraldPlatform } from './herald.ts';

/** Called after the build: before it there may be nothing to load, for what these import neither. */
export async function loadPlatform(): Promise<HeraldPlatform> {
  const platform = await import('@herald/platform');
  const { issueClaimCode } = await import('../access/issue-claim-code.ts');
  const { mintApiKey } = await import('../access/mint-api-key.ts');
  return {
    ...platform,
    mintApiKey: (databaseUrl, token) => mintApiKey(platform, databaseUrl, { name: 'this machine', token }),
    issueFirstClaimCode: (databaseUrl) => issueClaimCode(platform, databaseUrl, { unlessOneIsOut: true }),
  };
}
