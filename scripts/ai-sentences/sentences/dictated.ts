import { all, allWays, between, otherThan } from '../meaning.ts';
import {
  averageOrder,
  birthdayIn,
  city,
  has,
  inMonths,
  joined,
  lacks,
  neverOrdered,
  notOrderedWithin,
  orderCount,
  ordered,
  orderedBefore,
  orderedWithin,
  spent,
  state,
  tag,
  unsubscribed,
  visits,
  wasSent,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const DICTATED: readonly Sentence[] = [
  {
    says: 'umm everybody who bought something worth over two thousand rupees in one go',
    means: ordered({ amount: ['>', 2_000] }),
  },
  {
    says: "okay so give me all the people in Mumbai who've spent like more than ten thousand with us",
    means: all(city('Mumbai'), spent('>', 10_000)),
  },
  { says: "I want the folks that haven't bought a thing in the last six months", means: inMonths(6, notOrderedWithin) },
  {
    says: "let's see, anyone that signed up this year but never actually bought anything",
    means: all(joined({ from: '2026-01-01' }), neverOrdered),
  },
  {
    says: 'so basically people who have ordered exactly once and that was more than three months ago',
    means: allWays(orderCount('=', 1), inMonths(3, orderedBefore)),
  },
  {
    says: 'you know, everyone tagged tea lover who also buys coffee',
    means: all(tag('tea lover'), ordered({ category: 'Coffee' })),
  },
  {
    says: "everyone we sent the Diwali Sale to who's got less than five orders",
    means: all(wasSent('Diwali Sale'), orderCount('<', 5)),
  },
  { says: 'customers whose average order is, like, at least fifteen hundred rupees', means: averageOrder('>=', 1_500) },
  { says: 'um VIPs outside of Maharashtra', means: allWays(tag('VIP'), otherThan(state('Maharashtra'), has('state'))) },
  {
    says: 'people who bought the Festive Hamper last year',
    means: ordered({ product: 'Festive Hamper', from: '2025-01-01', until: '2025-12-31' }),
  },
  {
    says: 'all our customers who have a phone number but no email address please',
    means: all(has('phone'), lacks('email')),
  },
  {
    says: "folks in Bengaluru or Mysuru who've come in at least five times",
    means: all(city('Bengaluru', 'Mysuru'), visits('>=', 5)),
  },
  { says: 'whoever spent between five and ten thousand rupees in total', means: between(spent, 5_000, 10_000) },
  { says: 'anybody whose birthday is in December', means: birthdayIn('12') },
  {
    says: 'people that bought in the last three weeks and have unsubscribed',
    means: all(orderedWithin(21), unsubscribed),
  },
  {
    says: "anyone who's ordered more than eight times, no wait, more than ten times",
    means: orderCount('>', 10),
    mayRefuse: true,
  },
  { says: 'our best customers, you know the ones I mean', refuse: 'no measure of best' },
  { says: "people who'll probably buy again before Christmas", refuse: 'a forecast' },
  { says: 'women in Pune who spent over five thousand', refuse: 'gender is not known' },
  {
    says: "everybody who opened the Winter Launch mail but didn't click on it",
    refuse: 'opens and clicks are not known',
  },
];
