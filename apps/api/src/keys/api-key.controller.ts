import type { NewApiKeyOutput } from '@herald/shared';

import type { Caller } from '../access/caller.ts';
import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { ApiKeyService } from './api-key.service.ts';

export class ApiKeyController {
  private readonly service: ApiKeyService;

  constructor(service: ApiKeyService) {
    this.service = service;
  }

  createApiKey = async ({ body, caller }: CallInput<'createApiKey'>): Promise<Reply<'createApiKey'>> =>
    shownOnce(await this.service.create(body, memberOf(caller)));

  listApiKeys = async ({ query }: CallInput<'listApiKeys'>): Promise<Reply<'listApiKeys'>> => {
    const keys = await this.service.list(withOneMore(query));
    const { page, next } = cutPage(keys, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };

  renameApiKey = async ({ params, body }: CallInput<'renameApiKey'>): Promise<Reply<'renameApiKey'>> => ({
    status: 200,
    body: await this.service.rename(params.id, body.name),
  });

  rotateApiKey = async ({ params, body, caller }: CallInput<'rotateApiKey'>): Promise<Reply<'rotateApiKey'>> =>
    shownOnce(await this.service.rotate(params.id, body.overlapHours, memberOf(caller)));

  revokeApiKey = async ({ params }: CallInput<'revokeApiKey'>): Promise<Reply<'revokeApiKey'>> => ({
    status: 200,
    body: await this.service.revoke(params.id),
  });
}

/** The answer that is kept for a repeated call has no token, which is stored nowhere. */
function shownOnce(key: NewApiKeyOutput) {
  return { status: 201 as const, body: key, replay: { ...key, token: null } };
}

function memberOf(caller: Caller): string | null {
  return caller.kind === 'member' ? caller.memberId : null;
}
