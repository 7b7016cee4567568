import { foldText } from '@herald/shared';
import type { ResolvedCondition, ResolvedGroup } from '@herald/shared';

/** Nothing but these words: a sentence that also says this among other things asks for nobody in particular. */
const EVERYBODY =
  /^(?:(?:please )?(?:select|find|show|list|get|reach|target|give me|message) (?:me )?)?(?:everyone|everybody|anyone|anybody|(?:all|every)(?: of)?(?: my| our| the)?(?: (?:customers?|people|persons?|users?|shoppers?|buyers?|contacts?|subscribers?|members?))?|the (?:whole|entire) (?:customer base|list|audience|database))[.!]?$/u;

/** Whether the text is a plain request for all customers, in which case rules for all are no mistake. */
export function asksForEverybody(text: string): boolean {
  return EVERYBODY.test(foldText(text).trim().replaceAll(/\s+/gu, ' '));
}

/** The conditions that are true of every customer whatever the customer has, `visits >= 0`, as field and operator. */
export function conditionsTrueOfEverybody({ parts }: ResolvedGroup): string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'group') return conditionsTrueOfEverybody(part);
    return isTrueOfEverybody(part) ? [`${part.condition.field} ${part.condition.operator}`] : [];
  });
}

/** What is only counted is never missing and never negative. */
function isTrueOfEverybody({ definition, test, negated }: ResolvedCondition): boolean {
  if (negated || definition.canBeMissing) return false;
  const isCounted = definition.type === 'count' || definition.type === 'money' || test.kind === 'orders';
  if (!isCounted || (test.kind !== 'compare' && test.kind !== 'orders')) return false;
  return test.comparisons.every(
    ({ operator, bound }) => (operator === '>=' && bound <= 0) || (operator === '>' && bound < 0),
  );
}
