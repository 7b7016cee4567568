import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';

import { complaintAboutRequest } from '../../../../scripts/testing/fixtures/gemini-requests.ts';
import { messageTask } from './messages/message-task.ts';
import { geminiBodyOf } from './provider/gemini-request.ts';
import { segmentRulesTask } from './segment-rules/segment-rules.task.ts';
import { SUMMARY_TASK } from './summary/summary-task.ts';
import { campaignTagsTask } from './tags/campaign-tags-task.ts';

type Asked = { purpose: string; instructions: string; answerSchema: z.ZodType };
const tasks: [string, Asked][] = [messageTask, segmentRulesTask, SUMMARY_TASK, campaignTagsTask].map((task: Asked) => [
  task.purpose,
  task,
]);

describe('a task', () => {
  it.each(tasks)('of %s has a schema that Gemini takes in every form', (_purpose, task) => {
    for (const form of ['recursive', 'unrolled'] as const) {
      const body = geminiBodyOf(task, [{ role: 'user', text: '{}' }], form);
      const { responseJsonSchema, responseSchema } = body.generationConfig;
      expect(form === 'recursive' ? responseJsonSchema : responseSchema).toMatchObject({ type: 'object' });
      expect(complaintAboutRequest({ 'x-goog-api-key': 'x' }, body)).toBeUndefined();
    }
  });
});
