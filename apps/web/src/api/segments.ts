import {
  audienceMemberSchema,
  explainSegmentOutput,
  fieldValuesOutput,
  lookalikesOutput,
  previewSegmentOutput,
  segmentDetailOutputSchema,
  segmentDifferenceSchema,
  segmentFieldsOutput,
  segmentOutputSchema,
  sendTimeOutput,
} from '@herald/shared';
import type { SegmentDifference, SegmentOutput } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';

import type { CallOptions } from '../lib/api-client.ts';
import { downloadAddress, endpoint, type EndpointBody, type EndpointQuery, pagedEndpoint } from '../lib/endpoint.ts';

/** Computing an audience of millions takes a while. */
const COMPUTE_TIMEOUT_MS = 60_000;
/** Fields change when data with new attributes comes. */
const FIELDS_STALE_MS = 5 * 60_000;

const computing = { timeoutMs: COMPUTE_TIMEOUT_MS };

export const listSegments = pagedEndpoint<'listSegments'>('get', '/api/segments', z.array(segmentOutputSchema));
export const getSegment = pagedEndpoint<'getSegment'>('get', '/api/segments/{id}', segmentDetailOutputSchema);
export const listSegmentFields = endpoint<'listSegmentFields'>('get', '/api/segments/fields', segmentFieldsOutput);
export const listFieldValues = endpoint<'listFieldValues'>('get', '/api/segments/values', fieldValuesOutput);
export const previewSegment = endpoint<'previewSegment'>(
  'post',
  '/api/segments/preview',
  previewSegmentOutput,
  computing,
);
export const explainSegment = endpoint<'explainSegment'>('post', '/api/segments/explain', explainSegmentOutput);
export const createSegment = endpoint<'createSegment'>('post', '/api/segments', segmentOutputSchema, computing);
/** Answers the segment, or with `dryRun` the difference; see `saveSegment` and `compareSegment`. */
export const updateSegment = endpoint<'updateSegment'>(
  'patch',
  '/api/segments/{id}',
  z.union([segmentOutputSchema, segmentDifferenceSchema]),
  computing,
);
export const deleteSegment = endpoint<'deleteSegment'>('delete', '/api/segments/{id}', segmentOutputSchema);
export const refreshSegment = endpoint<'refreshSegment'>(
  'post',
  '/api/segments/{id}/refresh',
  segmentOutputSchema,
  computing,
);
export const duplicateSegment = endpoint<'duplicateSegment'>(
  'post',
  '/api/segments/{id}/duplicate',
  segmentOutputSchema,
  computing,
);
export const listSegmentAudience = pagedEndpoint<'listSegmentAudience'>(
  'get',
  '/api/segments/{id}/audience',
  z.array(audienceMemberSchema),
);

export const suggestSendTime = endpoint<'suggestSendTime'>(
  'get',
  '/api/segments/{id}/send-time',
  sendTimeOutput,
  computing,
);
export const findLookalikes = endpoint<'findLookalikes'>(
  'post',
  '/api/segments/{id}/lookalikes',
  lookalikesOutput,
  computing,
);

/** Who is in a segment as CSV, for a link with `download`. */
export const segmentAudienceAddress = (id: string) =>
  downloadAddress<'exportSegmentAudience'>('/api/segments/{id}/audience.csv', { params: { id } });

/** Saves a change of a segment. */
export async function saveSegment(id: string, body: EndpointBody<'updateSegment'>): Promise<SegmentOutput> {
  return (await updateSegment({ params: { id }, body })) as SegmentOutput;
}

/** What a change of a segment would do; saves nothing. */
export async function compareSegment(
  id: string,
  body: EndpointBody<'updateSegment'>,
  options?: CallOptions,
): Promise<SegmentDifference> {
  return (await updateSegment({ params: { id }, query: { dryRun: 'true' }, body }, options)) as SegmentDifference;
}

export const segmentsQuery = (query: EndpointQuery<'listSegments'> = {}) =>
  queryOptions({
    queryKey: ['segments', 'list', query],
    queryFn: ({ signal }) => listSegments({ query }, { signal }),
  });

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'one', id],
    queryFn: async ({ signal }) => (await getSegment({ params: { id } }, { signal })).data,
  });

export const segmentAudienceQuery = (id: string, query: EndpointQuery<'listSegmentAudience'> = {}) =>
  queryOptions({
    queryKey: ['segments', 'one', id, 'audience', query],
    queryFn: ({ signal }) => listSegmentAudience({ params: { id }, query }, { signal }),
  });

/** When who is in it orders; that changes with weeks of orders. */
export const sendTimeQuery = (id: string) =>
  queryOptions({
    queryKey: ['segments', 'send-time', id],
    queryFn: ({ signal }) => suggestSendTime({ params: { id } }, { signal }),
    staleTime: FIELDS_STALE_MS,
  });

export const segmentFieldsQuery = () =>
  queryOptions({
    queryKey: ['segments', 'fields'],
    queryFn: ({ signal }) => listSegmentFields({}, { signal }),
    staleTime: FIELDS_STALE_MS,
  });

/** Values that customers have in a field, most frequent first; only those with `search` in them. */
export const fieldValuesQuery = (query: EndpointQuery<'listFieldValues'> & { field: string }) =>
  queryOptions({
    queryKey: ['segments', 'values', query],
    queryFn: ({ signal }) => listFieldValues({ query }, { signal }),
    staleTime: FIELDS_STALE_MS,
  });

export const segmentExplanationQuery = (body: EndpointBody<'explainSegment'>) =>
  queryOptions({
    queryKey: ['segments', 'explanation', body],
    queryFn: ({ signal }) => explainSegment({ body }, { signal }),
  });
