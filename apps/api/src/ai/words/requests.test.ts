import { describe, expect, it } from '@jest/globals';

import { readWords } from './read-words.ts';
import { shopFor, understood } from './testing/tea-shop.ts';

const IN_PUNE = 'city is "Pune"';

describe('an introduction of any wording', () => {
  it.each([
    "I'd love to talk to our Pune customers",
    "Let's target everyone in Pune",
    "We're planning a birthday treat for those in Pune",
    'I would like to say thank you to people who live in Pune',
    'For the follow-up, please give me those in Pune',
    'For our Diwali campaign: anyone in Pune',
    'Because we have a sale, customers in Pune',
    'Target audience for the launch: people in Pune',
    'Our next newsletter should go to people in Pune',
    'can you pull a list of people in Pune?',
    'Hi team, could someone please find all customers in Pune? Thank you!',
    'need everyone in Pune',
    'thank and reward everyone in Pune',
    'We want to offer a 10% discount to shoppers in Pune',
    'um, so, you know, people in Pune',
    "SELECT * FROM customers WHERE city = 'Pune'",
    'Do we have anyone in Pune?',
  ])('is passed: %s', (written) => {
    expect(understood(written)).toBe(IN_PUNE);
  });

  it('is passed before a property, which is read', () => {
    expect(understood('We are after VIPs in Pune')).toBe('has the tag "VIP", and city is "Pune"');
  });

  it.each([
    'I want to talk to women in Pune',
    'talk to loyal customers in Pune',
    'I want to thank doctors in Pune',
    'I need to reach doctors, so find those in Pune',
    'find restaurants with customers in Pune',
    'Find doctors and get people in Pune',
    'For our doctors, find people in Pune',
    'I want half of the customers in Pune',
    'send this to 100 customers in Pune',
    'send this to some customers in Pune',
    'we never want to message people in Pune',
    'I do not want people in Pune',
    'I want to invite people who like tea',
    'find VIPs. find people in Pune.',
    'Audience: everyone',
  ])('is not passed where it could take somebody away: %s', (written) => {
    expect(understood(written)).toBe('refused');
  });
});

describe('a purpose after the last statement', () => {
  it.each([
    'people in Pune so that we can thank them',
    'people in Pune for our Diwali campaign, please',
    'people in Pune, for our new offer',
    'people in Pune, and send them a coupon',
    'people in Pune. Thanks a lot in advance!',
  ])('is passed: %s', (written) => {
    expect(understood(written)).toBe(IN_PUNE);
  });

  it.each([
    'people in Pune so that we can thank those who ordered twice',
    'people in Pune to thank them for ordering 5 times',
    'people in Pune to invite women',
    'people in Pune to reward loyal ones',
    'bought tea for our launch',
    'VIPs, so we can exclude wholesale',
    'in Pune so that we can thank them before Diwali',
  ])('is not passed where it could restrict: %s', (written) => {
    expect(understood(written)).toBe('refused');
  });
});

describe('sentences one after the other', () => {
  it.each([
    [
      'Please exclude anybody tagged wholesale; we are after VIPs',
      'has none of the tags "wholesale", and has the tag "VIP"',
    ],
    ['In Pune. Spent over 5k.', 'city is "Pune", and spent more than 5,000 INR'],
    ['people in Pune - not wholesale', 'city is "Pune", and has none of the tags "wholesale"'],
    ['people in Pune, but please leave out wholesale', 'city is "Pune", and has none of the tags "wholesale"'],
    ['in Pune but nobody tagged wholesale', 'city is "Pune", and has none of the tags "wholesale"'],
    ['VIP + Pune', 'has the tag "VIP", and city is "Pune"'],
  ])('%s', (written, meaning) => {
    expect(understood(written)).toBe(meaning);
  });
});

describe('what words mean', () => {
  it.each([
    ['lapsed buyers, by which we mean no order in 60 days', 'has not ordered in the last 60 days'],
    ['VIP or inactive, i.e. no order in 60 days', 'either has the tag "VIP" or has not ordered in the last 60 days'],
    ['frequent buyers - people with 5+ orders', 'ordered at least 5 times'],
    ['loyal customers (tagged VIP)', 'has the tag "VIP"'],
    [
      'coffee drinkers, meaning at least 2 coffee orders',
      'placed at least 2 orders where an item\'s category is "Coffee"',
    ],
    ['inactive customers (in Pune)', 'has not ordered in the last 90 days, and city is "Pune"'],
    ['inactive customers (the ones in Pune)', 'has not ordered in the last 90 days, and city is "Pune"'],
    ['new customers - not VIP', 'was created in the last 30 days, and has none of the tags "VIP"'],
    ['loyal customers (in Pune)', 'refused'],
  ])('%s', (written, meaning) => {
    expect(understood(written)).toBe(meaning);
  });

  it('is assumed of people who drink or love what they buy', () => {
    expect(readWords('coffee drinkers', shopFor('coffee drinkers'))).toMatchObject({
      kind: 'understood',
      assumptions: [{ words: 'coffee drinkers', meaning: 'ordered from the category Coffee' }],
    });
  });
});

describe('statements that nobody can fulfil together', () => {
  it.each([
    'orders > 5 and orders < 3',
    'never ordered but spent more than 1,000',
    'never ordered and bought tea in the last 30 days',
    'city is Pune and city is not Pune',
    'tagged VIP and not tagged VIP',
    'ordered in the last 30 days and not ordered in the last 90 days',
    'bought tea but never bought tea',
    'spent over 5k and spent under 2k',
    'email is missing and on gmail',
    'first order this year and last order before 2026',
    'joined after 1 May 2026 and joined before 1 April 2026',
    'in the segment Tasting Panel and not in the segment Tasting Panel',
    'plan is gold and plan is not set',
    'VIP or (orders > 5 and orders < 3)',
  ])('are refused: %s', (written) => {
    expect(readWords(written, shopFor(written))).toMatchObject({
      kind: 'refused',
      problem: expect.stringContaining('nobody can be both'),
    });
  });

  it.each([
    ['orders >= 3 and orders <= 3', 'ordered at least 3 times, and ordered at most 3 times'],
    [
      'ordered in the last 90 days but not in the last 30 days',
      'has ordered in the last 90 days, and has not ordered in the last 30 days',
    ],
    [
      'never ordered and cancelled an order',
      'ordered exactly 0 times, and placed at least 1 order where status is "CANCELLED"',
    ],
    ['from Maharashtra but not Pune', 'state is "Maharashtra", and city is not "Pune" (or is not set)'],
    ['orders > 5 or orders < 3', 'either ordered more than 5 times or ordered fewer than 3 times'],
    [
      'bought tea but never bought coffee',
      'placed at least 1 order where an item\'s category is "Tea", and placed no orders where an item\'s category is "Coffee"',
    ],
  ])('are no more than they look like: %s', (written, meaning) => {
    expect(understood(written)).toBe(meaning);
  });
});

describe('rules', () => {
  it.each([
    ['in Pune, and (spent over 5k, and VIP)', 'city is "Pune", and (spent more than 5,000 INR, and has the tag "VIP")'],
    [
      'in Pune and spent over 5k but less than 10k',
      'city is "Pune", and spent more than 5,000 INR, and spent less than 10,000 INR',
    ],
  ])('have groups only where brackets say so: %s', (written, meaning) => {
    expect(understood(written)).toBe(meaning);
  });

  it('are not said twice', () => {
    expect(understood('ordered exactly once and bought once')).toBe('ordered exactly 1 time');
  });
});

describe('fields as databases have them', () => {
  it.each([
    ['tag = VIP AND NOT tag = wholesale', 'has the tag "VIP", and has none of the tags "wholesale"'],
    ["tags NOT IN ('VIP', 'gold')", 'has none of the tags "VIP" or "gold"'],
    ['tags contains VIP', 'has the tag "VIP"'],
    ['tagged neither VIP nor gold', 'has none of the tags "VIP" or "gold"'],
    ['unsubscribed = false AND email is not null', 'unsubscribed is false, and email is set'],
    ['email IS NULL AND phone IS NOT NULL', 'email is not set, and phone is set'],
    ["country IN ('India', 'France')", 'country is one of "India" or "France"'],
    ["plan = 'gold'", 'attribute "plan" is "gold"'],
    ['with Sharma in their name', 'name contains "Sharma"'],
    ['on the Tasting Panel', 'is in the segment "Tasting Panel"'],
    ['our Pune folks', IN_PUNE],
    ['gold plan walas', 'attribute "plan" is "gold"'],
    ['from Delhi state', 'state is "Delhi"'],
    ['people who were sent no message in the last 30 days', 'was not messaged in the last 30 days'],
    ['did not receive any campaign in last 30 days', 'was not messaged in the last 30 days'],
    ['no campaign in the last 30 days', 'was not messaged in the last 30 days'],
    ["hasn't been sent any message in 2 weeks", 'was not messaged in the last 14 days'],
    ['were sent any campaign in 2 weeks', 'refused'],
    ['did not receive any campaign in 2025', 'refused'],
    [
      'gmail users in Mumbai or Delhi, not VIPs',
      'email domain is "gmail.com", and city is one of "Mumbai" or "Delhi", and has none of the tags "VIP"',
    ],
    ['gmail users in Mumbai or VIP, not wholesale', 'refused'],
    ['gmail users in Mumbai or Delhi, not wholesale buyers', 'refused'],
    ['in Pune, non-VIP buyers', 'city is "Pune", and has none of the tags "VIP", and has ordered'],
    ['who lack a phone number or an email', 'either phone is not set or email is not set'],
    ['customers whose email we do not have', 'email is not set'],
    ['gmail people', 'email domain is "gmail.com"'],
    ['with an email only', 'refused'],
    ['everyone in Pune, even VIPs', 'refused'],
    ['VIP or not VIP', 'refused'],
    ['have not even ordered once', 'refused'],
    ["city = 'Pune'; DROP TABLE customers", 'refused'],
    ["city = Pune' OR '1'='1", 'refused'],
    ['tagged VIP or who spent over 10k and live in Pune', 'refused'],
  ])('%s', (written, meaning) => {
    expect(understood(written)).toBe(meaning);
  });
});

describe('symbols without letters or digits', () => {
  it.each(['in Pune 🎉', '🎉 in Pune', 'in Pune ❤️!', 'in Pune 👍🏽 🎁', '★ people in Pune ✨✨'])(
    'are passed at the beginning and at the end: %s',
    (written) => {
      expect(understood(written)).toBe(IN_PUNE);
    },
  );

  it.each([
    'bought ☕',
    '☕ buyers',
    '❌ VIPs',
    '👩 in Pune',
    'in Pune 👨‍👩‍👧',
    'VIPs 🇮🇳',
    '5 orders ⬆',
    'in Pune ☕ ordered twice',
    'spent over 5🎉000',
    'spent over 5🎉',
    'ordered 5️⃣',
    'in Pune >',
    'orders >',
  ])('are not passed where they may say something: %s', (written) => {
    expect(understood(written)).toBe('refused');
  });
});
