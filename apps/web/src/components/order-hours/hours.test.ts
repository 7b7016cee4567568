import { expect, test } from '@jest/globals';

import { sampleSendTime } from '../../testing/sample-suggestions.ts';
import { byDayAndHour, clock, isSuggested, windowWords } from './hours.ts';

test('puts each hour where it is in the week, whatever the order', () => {
  const { byHour } = sampleSendTime();
  const week = byDayAndHour(byHour.toReversed());
  expect(week[3]?.slice(17, 22)).toEqual([2, 40, 40, 40, 2]);
  expect(week.flat().reduce((sum, orders) => sum + orders, 0)).toBe(450);
});

test('says hours as a clock does, also over midnight', () => {
  expect(clock(24)).toBe('00:00');
  expect(windowWords({ weekday: 4, hour: 18 })).toBe('Thursday 18:00–21:00');
  expect(windowWords({ weekday: 7, hour: 22 })).toBe('Sunday 22:00–01:00');
});

test('marks three hours, from Sunday night into Monday too', () => {
  const late = [{ weekday: 7, hour: 22 }];
  expect([
    isSuggested(late, 7, 21),
    isSuggested(late, 7, 22),
    isSuggested(late, 7, 23),
    isSuggested(late, 1, 0),
    isSuggested(late, 1, 1),
  ]).toEqual([false, true, true, true, false]);
});
