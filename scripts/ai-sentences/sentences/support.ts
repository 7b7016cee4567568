import { all, any, not } from '../meaning.ts';
import {
  city,
  emailAt,
  failed,
  has,
  inSegment,
  joinedWithin,
  lacks,
  messagedWithin,
  ordered,
  orderedWithin,
  spent,
  startsWith,
  tag,
  unsubscribed,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const SUPPORT: readonly Sentence[] = [
  {
    says: 'customers tagged complained who have placed an order in the last 30 days',
    means: all(tag('complained'), orderedWithin(30)),
  },
  { says: 'anyone with a refunded order', means: ordered({ status: 'REFUNDED' }) },
  {
    says: "people who've had an order cancelled in the past 60 days",
    means: ordered({ status: 'CANCELLED', within: 60 }),
  },
  { says: 'customers whose Winter Launch message failed', means: failed('Winter Launch') },
  {
    says: "everyone with an order that's still pending and a phone number on file",
    means: all(ordered({ status: 'PENDING' }), has('phone')),
  },
  {
    says: "customers we can't reach because they have no email and no phone number",
    means: all(lacks('email'), lacks('phone')),
  },
  { says: 'people whose phone number starts with +44', means: startsWith('phone', '+44') },
  { says: 'customers using a rediffmail.com address', means: emailAt('rediffmail.com') },
  { says: 'opted-out customers who bought something in the last 7 days', means: all(unsubscribed, orderedWithin(7)) },
  {
    says: 'people with the complained tag who have spent more than 5000 with us',
    means: all(tag('complained'), spent('>', 5_000)),
  },
  { says: 'customers with two or more refunded orders', means: ordered({ status: 'REFUNDED' }, '>=', 2) },
  {
    says: "Tasting Panel members we haven't messaged in the past 30 days",
    means: all(inSegment('Tasting Panel'), not(messagedWithin(30))),
  },
  { says: 'customers in Mumbai whose postcode is missing', means: all(city('Mumbai'), lacks('postalCode')) },
  {
    says: 'anyone who has an order with status shipped placed more than 15 days ago',
    means: ordered({ status: 'SHIPPED', until: '2026-11-12' }),
  },
  {
    says: 'people who bought sku WARE-01 or WARE-02',
    means: any(ordered({ sku: 'WARE-01' }), ordered({ sku: 'WARE-02' })),
  },
  { says: 'customers who registered today or yesterday', means: joinedWithin(1) },
  { says: 'people who called us more than twice this week', refuse: 'calls are not known' },
  { says: 'customers still waiting on a reply from us', refuse: 'tickets are not known' },
  { says: 'customers who sent back just one item out of their order', refuse: 'returned items are not known' },
  { says: 'people whose parcel arrived late', refuse: 'delivery dates are not known' },
];
