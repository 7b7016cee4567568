import type { MessageTone } from '@herald/shared';

import type { MessageKind } from '../message-kinds.ts';

/** One text for a mail, between greeting and closing, and one for a short message. */
export interface BodyText {
  email: string;
  phone: string;
}

/** Herald's own texts in one language. Words in square brackets stand for what the objective gives. */
export interface LanguageTexts {
  /** How a locale of it is called, for its dates. */
  locale: string;
  greetings: Readonly<Record<MessageTone, string>>;
  /** What the tone adds before the matter of a mail. */
  openings: Readonly<Record<MessageTone, string | null>>;
  closings: Readonly<Record<MessageTone, string>>;
  sentences: {
    /** `[value]` is a percentage. */
    percentOff: string;
    /** The same, where it is the most that anybody gets. */
    upTo: string;
    /** `[value]` is an amount with its currency. */
    amountOff: string;
    code: string;
    until: string;
    on: string;
    freeShipping: string;
    /** There is one, and the objective does not say which. */
    someOffer: string;
    product: string;
    /** `[value]` is the amount that an order must be above to get the offer. */
    minimum: string;
    weekend: string;
    /** What a sober message concerns, where `product` would be cheerful. */
    matter: string;
  };
  /** `[wish]` stands for the wish of the feast. */
  bodies: Readonly<Record<MessageKind, readonly [BodyText, BodyText]>>;
}
