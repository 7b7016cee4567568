import type { Topic } from '../sentence.ts';
import { AGENCIES } from './agencies.ts';
import { ANALYSTS } from './analysts.ts';
import { BOOLEAN } from './boolean.ts';
import { BRITISH } from './british.ts';
import { COMBINATIONS } from './combinations.ts';
import { COMBINATIONS_WITH_ORDERS } from './combinations-with-orders.ts';
import { DATES } from './dates.ts';
import { DICTATED } from './dictated.ts';
import { EVERY_OPERATOR } from './every-operator.ts';
import { EVERY_ORDER_OPERATOR } from './every-order-operator.ts';
import { FESTIVAL_SHOPS } from './festival-shops.ts';
import { MESSAGES_AND_SEGMENTS } from './messages-and-segments.ts';
import { MUST_BE_REFUSED } from './must-be-refused.ts';
import { NEGATION } from './negation.ts';
import { ORDERS } from './orders.ts';
import { OTHER_TOOLS } from './other-tools.ts';
import { PLAIN_SPEECH } from './plain-speech.ts';
import { PRODUCTS } from './products.ts';
import { PROFILE } from './profile.ts';
import { RECENCY } from './recency.ts';
import { REVIEWERS } from './reviewers.ts';
import { SHOP_OWNERS } from './shop-owners.ts';
import { SPEND } from './spend.ts';
import { SUPPORT } from './support.ts';
import { TAGS_AND_ATTRIBUTES } from './tags-and-attributes.ts';
import { VAGUE_WORDS } from './vague-words.ts';

/** By what they ask, and then by who might say them. */
export const TOPICS: readonly Topic[] = [
  { topic: 'spend', sentences: SPEND },
  { topic: 'orders', sentences: ORDERS },
  { topic: 'recency', sentences: RECENCY },
  { topic: 'profile', sentences: PROFILE },
  { topic: 'tags and attributes', sentences: TAGS_AND_ATTRIBUTES },
  { topic: 'products', sentences: PRODUCTS },
  { topic: 'dates', sentences: DATES },
  { topic: 'every operator: customers', sentences: EVERY_OPERATOR },
  { topic: 'every operator: orders, messages', sentences: EVERY_ORDER_OPERATOR },
  { topic: 'boolean combinations', sentences: BOOLEAN },
  { topic: 'more combinations', sentences: COMBINATIONS },
  { topic: 'combinations with orders', sentences: COMBINATIONS_WITH_ORDERS },
  { topic: 'negation', sentences: NEGATION },
  { topic: 'messages and segments', sentences: MESSAGES_AND_SEGMENTS },
  { topic: 'vague words', sentences: VAGUE_WORDS },
  { topic: 'must be refused', sentences: MUST_BE_REFUSED },
  { topic: 'reviewers', sentences: REVIEWERS },
  { topic: 'shop owners', sentences: SHOP_OWNERS },
  { topic: 'festival shops', sentences: FESTIVAL_SHOPS },
  { topic: 'analysts', sentences: ANALYSTS },
  { topic: 'words of other tools, and SQL', sentences: OTHER_TOOLS },
  { topic: 'agencies', sentences: AGENCIES },
  { topic: 'support', sentences: SUPPORT },
  { topic: 'plain speech', sentences: PLAIN_SPEECH },
  { topic: 'dictated', sentences: DICTATED },
  { topic: 'British speech', sentences: BRITISH },
];
