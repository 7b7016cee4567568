import { DomainError } from '@herald/shared';
import { hashApiToken, isApiToken } from '@herald/platform';
import type { ApiKey, ApiKeyRepository } from '@herald/platform';

import { keyState } from '../keys/key-state.ts';
import type { KeyCaller } from './caller.ts';
import type { KeyReader } from './guards.ts';

const USE_NOTED_EVERY_MS = 60_000;

/**
 * Looks keys up in the database, each time: one that is revoked is so at once, in every process.
 * Why a key is not valid is told only to who has one that was valid once.
 */
export class ApiKeyReader implements KeyReader {
  private readonly keys: ApiKeyRepository;
  private readonly now: () => Date;
  /** Keys whose use is being noted. */
  private readonly noting = new Set<string>();

  /** @param keys on a pool that joins no units of work, for a use stays noted when the call is taken back. */
  constructor(keys: ApiKeyRepository, now: () => Date) {
    this.keys = keys;
    this.now = now;
  }

  async read(token: string): Promise<KeyCaller> {
    const key = isApiToken(token) ? await this.keys.findByHash(hashApiToken(token)) : undefined;
    if (key === undefined) throw new DomainError('unauthorized', 'there is no such API key');
    const state = keyState(key, this.now());
    if (state === 'revoked') throw new DomainError('unauthorized', 'the API key was revoked');
    if (state === 'expired') throw new DomainError('unauthorized', 'the API key has expired');
    void this.noteUse(key);
    return { kind: 'key', keyId: key.id, scopes: key.scopes, isTest: key.mode === 'test' };
  }

  /** Nobody waits for it, and nobody is told when it fails: the next use is as good to note. */
  private async noteUse({ id, lastUsedAt }: ApiKey): Promise<void> {
    const now = this.now();
    const before = new Date(now.getTime() - USE_NOTED_EVERY_MS);
    if ((lastUsedAt !== null && lastUsedAt > before) || this.noting.has(id)) return;
    this.noting.add(id);
    await this.keys.noteUse(id, now, before).catch(() => {});
    this.noting.delete(id);
  }
}
