import { expect } from '@jest/globals';
import {
  campaignBooksOutput,
  campaignDetailOutputSchema,
  campaignOutputSchema,
  problemSchema,
  retryFailedOutput,
} from '@herald/shared';
import type { CampaignAction, CampaignBooksOutput, CampaignDetailOutput, CampaignOutput } from '@herald/shared';
import type { Response } from 'supertest';
import { request } from '../../../../../scripts/testing/fixtures/request.ts';
import { z } from 'zod';

/** Calls about campaigns; those that name what they do expect it done, in the form of the contract. */
export class CampaignsApi {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  get = (path: string) => request(this.url).get(path);
  post = (path: string, body?: object) => request(this.url).post(path).send(body);
  patch = (id: string, body: object) => request(this.url).patch(`/api/campaigns/${id}`).send(body);
  delete = (id: string) => request(this.url).delete(`/api/campaigns/${id}`);
  /** Asks for an action, and gives whatever is answered. */
  ask = (id: string, action: CampaignAction, body?: object): Promise<Response> =>
    this.post(`/api/campaigns/${id}/${action}`, body).then((response) => response);

  async create(input: object): Promise<CampaignOutput> {
    return parsed(await this.post('/api/campaigns', input), 201, campaignOutputSchema);
  }

  async do(id: string, action: Exclude<CampaignAction, 'retry-failed'>, body?: object): Promise<CampaignOutput> {
    return parsed(await this.ask(id, action, body), 200, campaignOutputSchema);
  }

  async change(id: string, body: object): Promise<CampaignOutput> {
    return parsed(await this.patch(id, body), 200, campaignOutputSchema);
  }

  async duplicate(id: string): Promise<CampaignOutput> {
    return parsed(await this.post(`/api/campaigns/${id}/duplicate`), 201, campaignOutputSchema);
  }

  async list(query: string, path = '/api/campaigns'): Promise<CampaignOutput[]> {
    return parsed(await this.get(`${path}${query}`), 200, z.array(campaignOutputSchema));
  }

  async retryFailed(id: string, body?: object) {
    return parsed(await this.ask(id, 'retry-failed', body), 200, retryFailedOutput);
  }

  async find(id: string, query = ''): Promise<CampaignDetailOutput> {
    return parsed(await this.get(`/api/campaigns/${id}${query}`), 200, campaignDetailOutputSchema);
  }

  async books(id: string): Promise<CampaignBooksOutput> {
    return parsed(await this.get(`/api/campaigns/${id}/books`), 200, campaignBooksOutput);
  }
}

function parsed<T>(response: Response, status: number, schema: z.ZodType<T>): T {
  expect([response.status, response.body]).toEqual([status, response.body]);
  return schema.parse(response.body);
}

/** What a refusal says to its reader. */
export function detailOf(response: Response): string {
  return problemSchema.parse(response.body).detail;
}
