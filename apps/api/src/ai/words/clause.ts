import type { Condition, ConditionGroup } from '@herald/shared';

import type { Assumption } from './words-context.ts';

export type Rule = Condition | ConditionGroup;

/** What one statement about customers comes to. */
export interface Clause {
  rule: Rule;
  assumptions: Assumption[];
  /** Why the words, though they were read, are no rule: what should be said instead. */
  refusal?: string | undefined;
  /** A time can be said of it, and was or was not. */
  timing?: 'said' | 'open' | undefined;
  /** "ordered in the last 90 days": without the time it would say next to nothing. */
  isOrderedOnly?: boolean;
  /** A list of several values that all are meant: "not" has two meanings then. */
  isListOfAll?: boolean;
  /** What "not in 90 days" has no meaning without. */
  needsNegation?: boolean;
  /** How "not" turns it round where that is not the complement. */
  negated?: Rule;
  /** What to say instead where "VIP and wholesale" may mean both, or everyone who is either. */
  unclear?: string;
  /** What is said of customers like a property, as "VIP" or "in Pune". */
  isProperty?: boolean;
  /** Words that mean what people say they mean: "inactive, i.e. no order in 60 days". */
  isVague?: boolean;
  /** A value and nothing else, as "Pune". */
  isBareValue?: boolean;
  /** A number that is compared with nothing: "5 visits". */
  isBareCount?: boolean;
  /** "not" before it says nothing that is clear. */
  isNotNegatable?: boolean;
}

export function clause(rule: Rule, more: Omit<Partial<Clause>, 'rule'> = {}): Clause {
  return { assumptions: [], ...more, rule };
}

/** Stands for a rule where none can be made; a reading that holds it is refused. */
const NO_RULE: Condition = { field: 'unsubscribed', operator: '=', value: true };

/** Words that were understood, but of which no rule can be made. */
export function refused(refusal: string): Clause {
  return { rule: NO_RULE, assumptions: [], refusal };
}
