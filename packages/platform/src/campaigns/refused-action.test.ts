import { expect, it } from '@jest/globals';

import { changedSince, notADraft, refusedAction } from './refused-action.ts';

it.each([
  ['COMPLETED', 'the campaign "Diwali" is COMPLETED: pause is not possible, only retry-failed'],
  ['DRAFT', 'the campaign "Diwali" is DRAFT: pause is not possible, only launch or cancel'],
  ['PAUSED', 'the campaign "Diwali" is PAUSED: pause is not possible, only resume, cancel or retry-failed'],
  ['CANCELLED', 'the campaign "Diwali" is CANCELLED: pause is not possible, nothing is any more'],
] as const)('an action that %s does not allow is refused with what it does allow', (status, message) => {
  expect(refusedAction({ name: 'Diwali', status }, 'pause')).toMatchObject({ code: 'conflict', message });
});

it('what takes a draft is refused with what the campaign is', () => {
  expect(notADraft({ name: 'Diwali', status: 'SENDING' }, 'deleted')).toMatchObject({
    code: 'conflict',
    message: 'the campaign "Diwali" is SENDING: only a draft can be deleted',
  });
});

it('what was meant for a former revision is refused, and says so at its field', () => {
  expect(changedSince({ name: 'Diwali', revision: 3 }, 1)).toMatchObject({
    code: 'conflict',
    message: 'the campaign "Diwali" was changed meanwhile: your revision is 1, and the campaign is at 3',
    fields: [{ path: 'revision', message: 'is 1, and the campaign is at 3' }],
  });
});
