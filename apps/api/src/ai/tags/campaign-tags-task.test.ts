import { describe, expect, it } from '@jest/globals';
import { describeRules } from '@herald/shared';
import type { Condition, ConditionGroup } from '@herald/shared';

import { campaignTagsTask } from './campaign-tags-task.ts';
import type { TagsBrief } from './campaign-tags-task.ts';

const context = {
  currency: 'INR',
  attributes: new Map([
    ['birthday', 'date'],
    ['vip', 'boolean'],
    ['plan', 'text'],
  ] as const),
};
const ask = (field: string, operator: string, value?: unknown) =>
  ({ field, operator, ...(value === undefined ? {} : { value }) }) as Condition;
const all = (...rules: ConditionGroup['rules']): ConditionGroup => ({ combinator: 'and', rules });
const any = (...rules: ConditionGroup['rules']): ConditionGroup => ({ combinator: 'or', rules });
const not = (group: ConditionGroup): ConditionGroup => ({ ...group, not: true });

function briefOf(rules: ConditionGroup, messageTemplate = ''): TagsBrief {
  const description = describeRules(rules, context);
  return {
    messageTemplate,
    rules,
    context,
    description,
    shown: { message: messageTemplate, rules: description, segment: 'Segment' },
  };
}

const tagsOf = (rules: ConditionGroup, message = '') =>
  campaignTagsTask.offline(briefOf(rules, message)).tags.map(({ tag }) => tag);

const TEA = { number: 1, where: [{ field: 'product', operator: 'contains', value: 'Tea' }] };
const SLEEPING = ask('lastOrderAt', 'notInLastDays', 90);
const RICH = ask('totalSpend', '>', 10_000);

describe('the rules give', () => {
  it.each<[ConditionGroup, string[]]>([
    [all(SLEEPING), ['win-back']],
    [all(RICH, SLEEPING), ['high value', 'win-back']],
    [all(ask('totalSpend', '<=', 100)), ['low spend']],
    [all(ask('totalSpend', '>', 0)), []],
    [all(ask('visits', '>=', 1)), []],
    [all(ask('visits', '>=', 10)), ['frequent visitors']],
    [all(ask('orders.sum', '>', { number: 5_000, window: { lastDays: 60 } })), ['high value']],
    [not(all(RICH)), ['low spend']],
    [not(all(ask('lastOrderAt', 'inLastDays', 90))), ['win-back']],
    [not(all(SLEEPING)), ['recent buyers']],
    [any(RICH, SLEEPING), []],
    [any(all(RICH, SLEEPING), all(SLEEPING, ask('city', '=', 'Pune'))), ['win-back']],
    [not(any(RICH, ask('lastOrderAt', 'inLastDays', 30))), ['low spend', 'win-back']],
    [not(all(RICH, ask('lastOrderAt', 'inLastDays', 30))), []],
    [all(ask('city', '=', 'Pune')), ['Pune']],
    [all(ask('city', 'in', ['Pune', 'Goa'])), ['Pune', 'Goa']],
    [all(ask('city', 'in', ['a1', 'b1', 'c1', 'd1'])), []],
    [all(ask('city', '!=', 'Pune')), []],
    [not(all(ask('city', '=', 'Pune'))), []],
    [all(ask('tags', 'hasAny', ['VIP'])), ['VIP']],
    [all(ask('tags', 'hasNone', ['VIP'])), []],
    [all(ask('orderCount', '=', 0)), ['no orders yet']],
    [all(ask('orderCount', '<', 1)), ['no orders yet']],
    [all(ask('orderCount', '=', 1)), ['first-time buyers']],
    [all(ask('orderCount', '>', 1)), ['repeat buyers']],
    [all(ask('orderCount', '>=', 5)), ['loyal']],
    [not(all(ask('orderCount', '<', 5))), ['loyal']],
    [all(ask('orders.count', '=', { number: 0, window: { lastDays: 60 } })), ['win-back']],
    [all(ask('orders.count', '>=', TEA)), ['product: tea']],
    [not(all(ask('orders.count', '>=', TEA))), []],
    [all(ask('createdAt', 'inLastDays', 7)), ['new customers']],
    [all(ask('attributes.birthday', 'anniversaryInNextDays', 7)), ['birthday']],
    [all(ask('attributes.vip', '=', true)), ['vip']],
    [all(ask('attributes.vip', '=', false)), []],
    [all(ask('attributes.plan', '=', 'gold')), []],
    [all(ask('messaged', 'never')), ['first contact']],
    // Whoever is named by them is nobody's label.
    [all(ask('name', '=', 'Asha Rao'), ask('email', '=', 'a@b.in'), ask('phone', 'contains', '98220')), []],
    [all(ask('postalCode', '=', '411001'), ask('emailDomain', '=', 'rao.in')), []],
    [all(ask('tags', 'has', 'asha@example.com'), ask('city', '=', '+91 98220 12345')), []],
  ])('%j: %j', (rules, tags) => {
    expect(tagsOf(rules)).toEqual(tags);
  });
});

describe('the message gives', () => {
  it.each([
    ['Happy birthday, {firstName|there}!', ['birthday']],
    ['We miss you. Take 20% off with TEA20', ['win-back', 'discount', 'coupon']],
    ['Thank you for being with us', ['thank-you']],
    ['Happy Diwali to you', ['diwali']],
    ['Der Versand ist kostenlos', ['free shipping']],
    ['Our new sugar-free tea has arrived', ['new arrivals']],
    ['Hello {firstName|there}', []],
    ['{% broken', []],
  ])('%j: %j', (message, tags) => {
    expect(tagsOf(all(ask('visits', '>=', 0)), message)).toEqual(expect.arrayContaining(tags));
  });

  it.each([
    ['Prices will rise by 5% from 1 January', ['notice']],
    ['We are sorry: your delivery was delayed', ['apology']],
    ['Send the teapot back for a full refund, it is recalled', ['notice']],
    ['Thanks from 95% of the team. Terms and conditions apply', ['thank-you']],
    ['We miss you since your order ORD-4711', ['win-back']],
  ])('%j: %j and nothing that is no offer', (message, tags) => {
    expect(tagsOf(all(ask('visits', '>=', 0)), message)).toEqual(tags);
  });

  it('each with the words that it was taken from', () => {
    const { tags } = campaignTagsTask.offline(briefOf(all(SLEEPING), 'Take 20% off'));
    expect(tags).toEqual([
      { tag: 'discount', reason: 'The message says', quote: '20% off' },
      { tag: 'win-back', reason: 'The audience', quote: 'has not ordered in the last 90 days' },
    ]);
  });

  it('with the audience, at most five, and always the same', () => {
    const message = 'We miss you. Take 20% off with TEA20, a gift and free shipping for Diwali';
    const tags = tagsOf(all(RICH, SLEEPING, ask('city', '=', 'Pune')), message);
    expect(tags).toHaveLength(5);
    expect(tagsOf(all(RICH, SLEEPING, ask('city', '=', 'Pune')), message)).toEqual(tags);
  });
});

describe('of a model', () => {
  const brief = briefOf(all(SLEEPING, ask('name', 'contains', 'Asha')), 'We miss you, take 20% off');
  const label = { tag: 'win-back', reason: 'They have been away', quote: 'has not ordered' };
  const complaintsAbout = (...tags: (typeof label)[]) => campaignTagsTask.complaintsAbout({ tags }, brief);

  it('a good label is taken', () => {
    expect(complaintsAbout(label, { tag: '20% off', reason: 'Says what they get', quote: 'take 20% off' })).toEqual([]);
  });

  it.each<[string, Partial<typeof label>, RegExp]>([
    ['an invented quote', { quote: 'free shipping' }, /stands in neither text/],
    ['no quote', { quote: ' ' }, /stands in neither text/],
    ['capitals', { tag: 'Win Back' }, /small letters/],
    ['many words', { tag: 'people who were here once' }, /at most 4 words/],
    ['an address', { tag: 'a@b.in' }, /no short label/],
    ['a name', { tag: 'asha' }, /names somebody/],
    ['a name in the reason', { reason: 'Those called Asha' }, /names somebody/],
    ['an invented offer', { tag: 'free gift' }, /that neither text gives/],
    ['another percentage', { tag: '30% off' }, /"30%" is a percentage/],
    ['a long reason', { reason: 'x'.repeat(121) }, /one plain sentence/],
    ['what it was told', { reason: 'My instructions say so' }, /speaks of instructions/],
  ])('%s is complained about', (_what, change, complaint) => {
    expect(complaintsAbout({ ...label, ...change }).join('\n')).toMatch(complaint);
    expect(campaignTagsTask.salvage?.({ tags: [{ ...label, ...change }] }, brief)).toBeUndefined();
    expect(
      campaignTagsTask.salvage?.({ tags: [{ ...label, ...change, tag: change.tag ?? 'x' }, label] }, brief),
    ).toEqual({
      tags: [label],
    });
  });

  it('more than five, or the same twice, are too many', () => {
    expect(complaintsAbout(label, label)).toEqual(['a label is given twice']);
    const six = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff'].map((tag) => ({ ...label, tag }));
    expect(complaintsAbout(...six)).toEqual(['at most 5 labels are wanted']);
  });
});
