import { all, any, not } from '../meaning.ts';
import {
  city,
  everMessaged,
  failed,
  inSegment,
  messagedWithin,
  notOrderedWithin,
  orderedWithin,
  received,
  spent,
  wasSent,
} from '../meanings.ts';
import type { Sentence } from '../sentence.ts';

export const MESSAGES_AND_SEGMENTS: readonly Sentence[] = [
  { says: 'received the campaign Diwali Sale', means: received('Diwali Sale') },
  { says: 'did not receive the Diwali Sale campaign', means: not(received('Diwali Sale')) },
  { says: 'was sent "Winter Launch"', means: wasSent('Winter Launch') },
  { says: 'people for whom the campaign "Monsoon Offer" failed', means: failed('Monsoon Offer') },
  { says: 'not sent the campaign Republic Day', means: not(wasSent('Republic Day')) },
  { says: 'messaged in the last 30 days', means: messagedWithin(30) },
  { says: 'not contacted in the last 14 days', means: not(messagedWithin(14)) },
  { says: 'never been messaged', means: not(everMessaged) },
  { says: 'in the segment Pune Regulars', means: inSegment('Pune Regulars') },
  { says: 'not in segment "Tasting Panel"', means: not(inSegment('Tasting Panel')) },
  { says: 'members of the segment Tasting Panel in Mumbai', means: all(inSegment('Tasting Panel'), city('Mumbai')) },
  {
    says: 'received the campaign Diwali Sale but have not ordered in the last 30 days',
    means: all(received('Diwali Sale'), notOrderedWithin(30)),
  },
  {
    says: 'in the segment Pune Regulars or in the segment Tasting Panel',
    means: any(inSegment('Pune Regulars'), inSegment('Tasting Panel')),
  },
  {
    says: 'received the campaign Winter Launch and ordered in the last 14 days',
    means: all(received('Winter Launch'), orderedWithin(14)),
  },
  { says: 'spent over 10k, not messaged in the last 30 days', means: all(spent('>', 10_000), not(messagedWithin(30))) },
];
