import type { AttributeTypes } from '../fields.ts';

/** What a description is written and read against; a `RuleContext` with a currency is one. */
export interface EnglishContext {
  /** The ISO code that follows every amount, `INR`. */
  currency: string;
  attributes?: AttributeTypes;
  segments?: ReadonlyMap<string, { name: string }>;
  /** Names by id. */
  campaigns?: ReadonlyMap<string, string>;
}
