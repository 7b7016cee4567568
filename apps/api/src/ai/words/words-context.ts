import type { EnglishContext, SegmentRules } from '@herald/shared';

/** Where a text stands that customers or their orders really have. */
export interface KnownValue {
  /** `city`, `tags`, `attributes.plan`; of orders `product`, `category`, `sku`. */
  field: string;
  /** As customers have it. */
  value: string;
  scope: 'customer' | 'order';
}

/** What words are read against. */
export interface WordsContext extends EnglishContext {
  now: Date;
  timeZone: string;
  /** Values that customers or their orders have, by folded text (`foldText`). */
  values: ReadonlyMap<string, readonly KnownValue[]>;
}

/** What was read into words that do not say it. */
export interface Assumption {
  words: string;
  meaning: string;
}

/** Words that no rule could be made of, and what could be said instead. */
export interface Unmapped {
  words: string;
  advice: string | null;
}

export type WordsReading =
  | { kind: 'understood'; rules: SegmentRules; assumptions: Assumption[] }
  | { kind: 'refused'; problem: string; unmapped: Unmapped[]; assumptions: Assumption[] };
