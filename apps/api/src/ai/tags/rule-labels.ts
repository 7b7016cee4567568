import { describeRules } from '@herald/shared';
import type { ConditionGroup, EnglishContext, SegmentRules } from '@herald/shared';

import { tagsOfCondition } from './condition-labels.ts';
import { distinct, isLabel, quoteOf } from './label.ts';
import type { Label } from './label.ts';

/** Labels that are true of everybody whom the rules select. */
export function labelsOfRules(rules: SegmentRules, context: EnglishContext): Label[] {
  return distinct(labelsOfGroup(rules, false, context));
}

/** Of "and" every part is true; of "or" only what each of the parts says. */
function labelsOfGroup(group: ConditionGroup, isInsideNot: boolean, context: EnglishContext): Label[] {
  const isDenied = isInsideNot !== (group.not ?? false);
  const parts = group.rules.map((rule): Label[] => {
    if ('rules' in rule) return labelsOfGroup(rule, isDenied, context);
    const said = describeRules({ combinator: 'and', rules: [rule], ...(isDenied ? { not: true } : {}) }, context);
    const of = (tag: string) => ({ tag, reason: 'The audience', quote: quoteOf(said) });
    return tagsOfCondition(rule, isDenied).filter(isLabel).map(of);
  });
  // What is not (this and that) is not this, or not that.
  const isAnd = (group.combinator === 'and') !== isDenied;
  const [first = [], ...others] = parts;
  if (isAnd) return parts.flat();
  return first.filter(({ tag }) => others.every((labels) => labels.some((label) => label.tag === tag)));
}
