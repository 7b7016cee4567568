import type * as HeraldPlatform from '@herald/platform';
import type { ApiKey } from '@herald/platform';
import { newId, SCOPES } from '@herald/shared';

import { noteDeed } from './note-deed.ts';

type Platform = Pick<
  typeof HeraldPlatform,
  'ApiKeyRepository' | 'AuditEventRepository' | 'createPool' | 'hashApiToken' | 'makeApiToken'
>;

export interface LocalKey {
  name: string;
  /** A key that was made before and may be unknown to this database; by default a new one. */
  token?: string | undefined;
}

/**
 * Makes a database know an API key of every scope, as only somebody can who runs commands on the
 * server; the audit log says so.
 *
 * @param platform `@herald/platform`, which `start` can load only once it is built.
 * @returns the key: the one that was given, unless it is not valid any more.
 */
export async function mintApiKey(platform: Platform, databaseUrl: string, { name, token }: LocalKey): Promise<string> {
  const pool = platform.createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-mint-key' });
  try {
    const keys = new platform.ApiKeyRepository(pool);
    const known = token === undefined ? undefined : await keys.findByHash(platform.hashApiToken(token));
    if (token !== undefined && known !== undefined && isValid(known)) return token;
    // One that was revoked or has expired stays so.
    const key = known === undefined && token !== undefined ? token : platform.makeApiToken('live').token;
    const hash = platform.hashApiToken(key);
    const id = newId();
    const nobody = { replacesId: null, createdBy: null, expiresAt: null };
    await keys.insert({ ...nobody, id, name, mode: 'live', scopes: [...SCOPES], hash, hint: key.slice(-4) });
    await noteDeed(platform, pool, { id: newId(), action: 'key.create', subjectId: id });
    return key;
  } finally {
    await pool.end();
  }
}

function isValid({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > new Date());
}
