import { expect } from '@jest/globals';
import { suggestSegmentRulesOutput } from '@herald/shared';
import type { SuggestSegmentRulesOutput } from '@herald/shared';

import { request } from '../../../../../../scripts/testing/fixtures/request.ts';

type Agent = ReturnType<typeof request>;

/** Asks for rules and expects an answer in the form of the contract. */
export async function suggestRules(url: string, text: string, agent?: Agent): Promise<SuggestSegmentRulesOutput> {
  const response = await (agent ?? request(url)).post('/api/ai/segment-rules').send({ text });
  expect([response.status, response.body]).toEqual([200, response.body]);
  return suggestSegmentRulesOutput.strict().parse(response.body);
}
