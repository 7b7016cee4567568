import { DomainError, newId } from '@herald/shared';
import type { ApiKeyOutput, CreateApiKeyInput, NewApiKeyOutput, PageQuery } from '@herald/shared';
import { makeApiToken } from '@herald/platform';
import type { ApiKey, ApiKeyRepository, NewApiKey, Queryable, Transact } from '@herald/platform';

import { keyState } from './key-state.ts';

const HOUR_MS = 3_600_000;

/** Makes, rotates and revokes API keys. */
export class ApiKeyService {
  private readonly keys: ApiKeyRepository;
  private readonly transact: Transact;
  private readonly now: () => Date;

  constructor(deps: { keys: ApiKeyRepository; transact: Transact; now: () => Date }) {
    this.keys = deps.keys;
    this.transact = deps.transact;
    this.now = deps.now;
  }

  /**
   * @param createdBy the member's id.
   * @throws DomainError `invalid_input` for an expiry that is not in the future
   */
  async create({ expiresAt, ...input }: CreateApiKeyInput, createdBy: string | null): Promise<NewApiKeyOutput> {
    const expiry = expiresAt === undefined ? null : new Date(expiresAt);
    if (expiry !== null && expiry <= this.now()) {
      const message = 'must be in the future';
      throw new DomainError('invalid_input', `expiresAt: ${message}`, [{ path: 'expiresAt', message }]);
    }
    return this.mint({ ...input, expiresAt: expiry, createdBy, replacesId: null });
  }

  async list({ cursor, limit }: PageQuery): Promise<ApiKeyOutput[]> {
    const keys = await this.keys.findPage(cursor, limit);
    return keys.map((key) => this.toOutput(key));
  }

  /** @throws DomainError `not_found` */
  async rename(id: string, name: string): Promise<ApiKeyOutput> {
    return this.toOutput((await this.keys.rename(id, name)) ?? notFound(id));
  }

  /**
   * A new key for the same, while the old one stays valid for `overlapHours` more, or until it
   * would have expired anyway.
   *
   * @throws DomainError `not_found`; `conflict` when the key is not valid any more, or was rotated before
   */
  async rotate(id: string, overlapHours: number, createdBy: string | null): Promise<NewApiKeyOutput> {
    return this.transact(async (tx) => {
      const old = (await this.keys.lock(tx, id)) ?? notFound(id);
      const now = this.now();
      const state = keyState(old, now);
      if (state !== 'active') throw new DomainError('conflict', `the key ${id} is ${state}; make a new one`);
      // Another one would end with the old one, whose expiry was brought forward.
      if (await this.keys.isReplaced(tx, id)) {
        throw new DomainError('conflict', `the key ${id} was rotated before; rotate the one that took over from it`);
      }
      const { name, mode, scopes, expiresAt } = old;
      const successor = await this.mint({ name, mode, scopes, expiresAt, createdBy, replacesId: id }, tx);
      const end = new Date(now.getTime() + overlapHours * HOUR_MS);
      if (expiresAt === null || end < expiresAt) await this.keys.setExpiry(tx, id, end);
      return successor;
    });
  }

  /**
   * Nobody can use the key any more, from now on.
   *
   * @throws DomainError `not_found`
   */
  async revoke(id: string): Promise<ApiKeyOutput> {
    return this.toOutput((await this.keys.revoke(id, this.now())) ?? notFound(id));
  }

  private async mint(key: Omit<NewApiKey, 'id' | 'hash' | 'hint'>, db?: Queryable): Promise<NewApiKeyOutput> {
    const { token, hash, hint } = makeApiToken(key.mode);
    const stored = await this.keys.insert({ ...key, id: newId(), hash, hint }, db);
    return { ...this.toOutput(stored), token };
  }

  private toOutput(key: ApiKey): ApiKeyOutput {
    return {
      id: key.id,
      name: key.name,
      mode: key.mode,
      scopes: key.scopes,
      hint: key.hint,
      state: keyState(key, this.now()),
      createdAt: key.createdAt.toISOString(),
      createdBy: key.createdBy,
      expiresAt: key.expiresAt?.toISOString() ?? null,
      revokedAt: key.revokedAt?.toISOString() ?? null,
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      replacesId: key.replacesId,
    };
  }
}

function notFound(id: string): never {
  throw new DomainError('not_found', `there is no API key ${id}`);
}
