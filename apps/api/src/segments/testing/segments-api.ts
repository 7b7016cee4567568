import { expect } from '@jest/globals';
import {
  audienceMemberSchema,
  previewSegmentOutput,
  problemSchema,
  segmentDetailOutputSchema,
  segmentOutputSchema,
} from '@herald/shared';
import type {
  AudienceMember,
  PreviewSegmentOutput,
  SegmentDetailOutput,
  SegmentKind,
  SegmentOutput,
  SegmentRules,
} from '@herald/shared';
import type { Response } from 'supertest';
import { z } from 'zod';

import { followPages } from '../../../../../scripts/testing/fixtures/pages.ts';
import { request } from '../../../../../scripts/testing/fixtures/request.ts';

/** Calls about segments; those that name what they do expect it done, in the form of the contract. */
export class SegmentsApi {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  get = (path: string) => request(this.url).get(path);
  post = (path: string, body?: object) => request(this.url).post(path).send(body);
  patch = (id: string, changes: object) => request(this.url).patch(`/api/segments/${id}`).send(changes);
  dryRun = (id: string, changes: object) => request(this.url).patch(`/api/segments/${id}?dryRun=true`).send(changes);
  delete = (id: string) => request(this.url).delete(`/api/segments/${id}`);

  async create(name: string, rules: SegmentRules, kind: SegmentKind = 'static'): Promise<SegmentOutput> {
    const response = await this.post('/api/segments', { name, rules, kind });
    return parsed(response, 201, segmentOutputSchema);
  }

  async preview(rules: SegmentRules): Promise<PreviewSegmentOutput> {
    return parsed(await this.post('/api/segments/preview', { rules }), 200, previewSegmentOutput);
  }

  async find(id: string): Promise<SegmentDetailOutput> {
    return parsed(await this.get(`/api/segments/${id}`), 200, segmentDetailOutputSchema);
  }

  /** Whether it was changed, and what it is then. */
  async update(id: string, changes: object): Promise<SegmentOutput> {
    return parsed(await this.patch(id, changes), 200, segmentOutputSchema);
  }

  async refresh(id: string): Promise<SegmentOutput> {
    return parsed(await this.post(`/api/segments/${id}/refresh`), 200, segmentOutputSchema);
  }

  /** Everybody in it, page by page. */
  async audience(id: string, limit = 100): Promise<AudienceMember[][]> {
    return followPages(`/api/segments/${id}/audience?limit=${limit}`, async (path) => {
      const response = await this.get(path);
      return { things: parsed(response, 200, z.array(audienceMemberSchema)), link: response.headers['link'] };
    });
  }

  /** The same as ids, from the segment itself. */
  async audienceIds(id: string, limit = 100): Promise<string[][]> {
    return followPages(`/api/segments/${id}?include=audience&limit=${limit}`, async (path) => {
      const response = await this.get(path);
      const { audienceUserIds = [] } = parsed(response, 200, segmentDetailOutputSchema);
      return { things: audienceUserIds, link: response.headers['link'] };
    });
  }
}

function parsed<T>(response: Response, status: number, schema: z.ZodType<T>): T {
  expect([response.status, response.body]).toEqual([status, response.body]);
  return schema.parse(response.body);
}

/** What a refusal says: status, code, and the paths of what is wrong. */
export function refusalOf(response: Response): [status: number, code: string, ...paths: string[]] {
  const { code, errors = [] } = problemSchema.parse(response.body);
  return [response.status, code, ...errors.map(({ path }) => path)];
}
