import { DomainError, parseMessageTemplate } from '@herald/shared';

import { claimsIn, givesSomething, percentageOffered } from '../messages/claims.ts';
import type { Claim } from '../messages/claims.ts';
import { STRANGER } from '../messages/message-brief.ts';
import { kindNamedIn } from '../messages/message-kinds.ts';
import type { MessageKind } from '../messages/message-kinds.ts';
import { FREE_SHIPPING } from '../messages/objective-facts.ts';
import { occasionIn } from '../messages/occasions.ts';
import { distinct, isLabel, quoteOf } from './label.ts';
import type { Label } from './label.ts';

const TAG_OF_KIND: Readonly<Record<MessageKind, string>> = {
  winBack: 'win-back',
  welcome: 'welcome',
  thanks: 'thank-you',
  arrivals: 'new arrivals',
  offer: 'discount',
  birthday: 'birthday',
  feedback: 'feedback',
  event: 'event',
  refill: 'replenishment',
  cart: 'abandoned cart',
  festival: 'greetings',
  news: 'announcement',
  restock: 'back in stock',
  referral: 'referral',
  apology: 'apology',
  notice: 'notice',
  hello: 'greetings',
};
const TAG_OF_CLAIM: Partial<Record<Claim['kind'], string>> = {
  percentage: 'discount',
  discount: 'discount',
  offer: 'offer',
  coupon: 'coupon',
  code: 'coupon',
  gift: 'gift',
  reward: 'rewards',
};

/** Labels by what a message says to somebody of whom nothing is known. */
export function labelsOfMessage(template: string): Label[] {
  const text = plainTextOf(template);
  const of = (tag: string, words: string): Label => ({ tag, reason: 'The message says', quote: quoteOf(words) });
  const occasion = occasionIn(text);
  const named = kindNamedIn(text, false);
  const shipping = FREE_SHIPPING.exec(text)?.[0];
  const offered = percentageOffered(text);
  const claims = [...claimsIn(text).filter(({ kind }) => kind !== 'percentage'), ...(offered ? [offered] : [])];
  const isGiving = givesSomething(text);
  const claimed = claims.flatMap(({ kind, words }) => {
    const tag = kind === 'code' && !isGiving ? undefined : TAG_OF_CLAIM[kind];
    return tag === undefined ? [] : [of(tag, words)];
  });
  return distinct([
    ...(occasion === undefined ? [] : [of(occasion.name, occasion.names.exec(text)?.[0] ?? '')]),
    ...(named === undefined ? [] : [of(TAG_OF_KIND[named.kind], named.words)]),
    ...(shipping === undefined ? [] : [of('free shipping', shipping)]),
    ...claimed,
  ]).filter(({ tag }) => isLabel(tag));
}

/** A draft may have a template that is not understood; it is read as it stands then. */
function plainTextOf(template: string): string {
  try {
    return parseMessageTemplate(template).render(STRANGER);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return template;
  }
}
