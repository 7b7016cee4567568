import { expect, it } from '@jest/globals';

import { refusedAction } from './refused-action.ts';

it.each([
  ['COMPLETED', 'the campaign "Diwali" is COMPLETED: pause is not possible, only retry-failed'],
  ['DRAFT', 'the campaign "Diwali" is DRAFT: pause is not possible, only launch or cancel'],
  ['PAUSED', 'the campaign "Diwali" is PAUSED: pause is not possible, only resume, cancel or retry-failed'],
  ['CANCELLED', 'the campaign "Diwali" is CANCELLED: pause is not possible, nothing is any more'],
] as const)('an action that %s does not allow is refused with what it does allow', (status, message) => {
  expect(refusedAction({ name: 'Diwali', status }, 'pause')).toMatchObject({ code: 'conflict', message });
});
