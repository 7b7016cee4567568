import { memberOutput } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import { endpoint, type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';

export const listMembers = pagedEndpoint<'listMembers'>('get', '/api/members', z.array(memberOutput));
export const inviteMember = endpoint<'inviteMember'>('post', '/api/members', memberOutput);
export const updateMember = endpoint<'updateMember'>('patch', '/api/members/{id}', memberOutput);
export const removeMember = endpoint<'removeMember'>('delete', '/api/members/{id}', memberOutput);

export const membersQuery = (query: EndpointQuery<'listMembers'> = {}) =>
  queryOptions({
    queryKey: ['members', 'list', query],
    queryFn: ({ signal }) => listMembers({ query }, { signal }),
  });
