import { all, any, not } from '../meaning.ts';
import {
  attribute,
  averageOrder,
  birthdayWithin,
  city,
  inMonths,
  inSegment,
  neverBought,
  orderCount,
  ordered,
  orderedBefore,
  orderedWithin,
  points,
  received,
  spent,
  state,
  subscribed,
  tag,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const AGENCIES: readonly Sentence[] = [
  {
    says: "Let's target shoppers from Maharashtra and Karnataka who haven't unsubscribed and who spent over 15,000 rupees.",
    means: all(state('Maharashtra', 'Karnataka'), subscribed, spent('>', 15_000)),
  },
  {
    says: 'Those who have bought Filter Coffee as well as Cold Brew',
    means: all(ordered({ product: 'Filter Coffee' }), ordered({ product: 'Cold Brew' })),
  },
  {
    says: 'I want people who either have the silver plan or have collected at least 1,000 points.',
    means: any(attribute('plan', 'silver'), points('>=', 1_000)),
  },
  {
    says: "Everyone on the Tasting Panel who hasn't bought anything from the Snacks category yet",
    means: all(inSegment('Tasting Panel'), neverBought({ category: 'Snacks' })),
  },
  {
    says: 'customers with more than 500 points who also bought a Festive Hamper',
    means: all(points('>', 500), ordered({ product: 'Festive Hamper' })),
  },
  {
    says: "I'd love to talk to our coffee drinkers, meaning anyone who ordered something from the Coffee category at least twice.",
    means: ordered({ category: 'Coffee' }, '>=', 2),
  },
  {
    says: 'For the follow-up, please give me those who received the Winter Launch campaign and have placed an order within the last fortnight.',
    means: all(received('Winter Launch'), orderedWithin(14)),
  },
  {
    says: 'Please exclude anybody tagged as complained; we are after VIPs who ordered during the past 60 days.',
    means: all(not(tag('complained')), tag('VIP'), orderedWithin(60)),
  },
  {
    says: "We're planning a birthday treat for those whose birthday falls within the next seven days.",
    means: birthdayWithin(7),
  },
  {
    says: 'Folks in London or Dubai with an average basket of more than ₹2,000',
    means: all(city('London', 'Dubai'), averageOrder('>', 2_000)),
  },
  {
    says: 'Lapsed buyers, by which we mean people who did order before but not within the last year',
    means: inMonths(12, orderedBefore),
  },
  {
    says: "I'd like to reach people in Pune who have spent at least ₹10,000 with us in total, please.",
    means: all(city('Pune'), spent('>=', 10_000)),
  },
  { says: 'I would like to say thank you to everyone who has placed ten or more orders.', means: orderCount('>=', 10) },
  { says: 'Please give our VIPs a 20% discount code and unsubscribe the rest.', refuse: 'an action' },
  {
    says: 'VIPs, or corporate customers who live in Mumbai and spent over 5,000 or visited ten times',
    refuse: 'ambiguous and/or',
  },
  { says: 'Our entire customer base, please.', refuse: 'everyone' },
];
