import type { DeliveryStateOutput, PreviewCampaignOutput } from '@herald/shared';

import { problemsOf } from './draft-fields.ts';
import type { DraftSnapshot } from './draft-store.ts';
import { templateProblem } from './template-problem.ts';
import type { Preview } from './use-preview.ts';

export type Step = 'audience' | 'message' | 'review';

export interface Obstacle {
  words: string;
  /** Where it can be mended. */
  step?: Step;
}

/** Why the campaign cannot be launched as it is; nothing of it is a matter of waiting. */
export function obstaclesOf({ fields, state }: DraftSnapshot, preview: Preview): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (state.kind === 'changed')
    obstacles.push({ words: 'The draft was changed elsewhere; decide which version counts.' });
  if (state.kind === 'gone') obstacles.push({ words: 'This is no draft any more.' });
  const { name, holdoutPercent } = problemsOf(fields);
  for (const problem of [name, holdoutPercent]) {
    if (problem !== undefined) obstacles.push({ words: `${problem}.`, step: 'audience' });
  }
  const template = messageObstacle(fields.messageTemplate);
  if (template !== undefined) obstacles.push({ words: template, step: 'message' });
  if (preview.isCurrent && preview.data?.willReceive === 0) {
    obstacles.push({ words: whyNobody(preview.data), step: 'audience' });
  }
  return obstacles;
}

function messageObstacle(template: string): string | undefined {
  if (template.trim() === '') return 'The message is empty.';
  const problem = templateProblem(template);
  return problem && `The message is not understood: ${problem.message}.`;
}

function whyNobody({ audienceSize }: PreviewCampaignOutput): string {
  return audienceSize === 0
    ? 'Nobody would receive it: nobody is in the segment just now.'
    : 'Nobody would receive it: everybody in the segment is left out or held out.';
}

/** What would keep messages waiting after the launch, if anything. */
export function delayOf(delivery: DeliveryStateOutput | undefined): string | undefined {
  if (delivery === undefined) return undefined;
  if (delivery.sending === 'stopped') {
    return 'Sending is stopped. A campaign that is launched waits until somebody starts sending again.';
  }
  if (delivery.workers.length === 0) {
    return 'No worker is running. A campaign that is launched waits until one is started.';
  }
  return undefined;
}
