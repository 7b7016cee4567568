import { expect } from '@jest/globals';
import { customerExportOutputSchema, erasureOutputSchema } from '@herald/shared';
import type { CustomerExportOutput, ErasureOutput } from '@herald/shared';
import type { Response } from 'supertest';
import type { z } from 'zod';

import { asOwner } from '../../../../../scripts/testing/fixtures/request.ts';

/** Calls of an owner about one customer; those that name what they do expect it done, in the form of the contract. */
export class RightsApi {
  private readonly agent: ReturnType<typeof asOwner>;

  constructor(url: string) {
    this.agent = asOwner(url);
  }

  async ask(method: 'get' | 'delete', path: string): Promise<Response> {
    const agent = await this.agent;
    return agent[method](path);
  }

  async erase(customerId: string): Promise<ErasureOutput> {
    return parsed(await this.ask('delete', `/api/customers/${customerId}`), erasureOutputSchema);
  }

  async export(customerId: string): Promise<CustomerExportOutput> {
    return parsed(await this.ask('get', `/api/customers/${customerId}/export`), customerExportOutputSchema);
  }
}

function parsed<T>(response: Response, schema: z.ZodType<T>): T {
  expect([response.status, response.body]).toEqual([200, response.body]);
  return schema.parse(response.body);
}
