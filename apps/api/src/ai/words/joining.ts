import { type Condition } from '@herald/shared';

import type { Clause, Rule } from './clause.ts';
import { flat, groupOf } from './rules.ts';
import type { Unmapped } from './words-context.ts';

/** What stands between a statement and the one before. */
export interface Link {
  op: 'and' | 'or' | 'but' | 'nor' | undefined;
  hasComma: boolean;
  /** "who" begins it. */
  hasLead: boolean;
  /** A word for customers stands before it. */
  hasPeople: boolean;
  /** A semicolon, or the end of a sentence, stands before it. */
  hasBreak?: boolean;
}

export interface Part {
  clause: Clause;
  link: Link;
  said: string;
  isNegated?: boolean;
  /** "either A or B". */
  isEither?: boolean;
  /** A word for customers follows: "VIP customers". */
  isBeforePeople?: boolean;
  /** With an own word for customers, as "wholesale customers" of "VIP customers in Pune or wholesale customers in Delhi". */
  isNewGroup?: boolean;
  /** What comes after an exclusion. */
  isClosed?: boolean;
  /** Its brackets say what belongs together. */
  isBracketed?: boolean;
}

/** Of a bracket the rule stays as it was said. */
export type Joined = { rule: Rule; isBracketed?: boolean } | { problem: Unmapped };

const HOW = 'say what belongs together: use brackets, or "either … or …", or a comma';

/** How loosely the link before a part binds; those that bind loosest are split first. */
const WEIGHT = { people: 6, who: 5, property: 4, andWho: 3, comma: 2, plain: 1, adjacent: 0 };

/**
 * English does not say which of "and" and "or" binds closer. What does say it are commas, "who",
 * the word for customers and brackets; without any of them, words that can be read in two ways are refused.
 */
export function join(parts: readonly Part[]): Joined {
  const marked = withGroupsMarked(parts);
  const problem = problemIn(marked);
  return problem ? { problem } : joinAt(marked);
}

function withGroupsMarked(parts: readonly Part[]): Part[] {
  let hasPeople = false;
  return parts.map((part) => {
    const isNewGroup =
      part.link.op !== undefined && (part.link.hasPeople || (hasPeople && part.isBeforePeople === true));
    hasPeople ||= part.link.hasPeople || part.isBeforePeople === true;
    return { ...part, isNewGroup };
  });
}

function joinAt(parts: readonly Part[]): Joined {
  const [first, ...rest] = parts;
  if (!first) throw new RangeError('nothing to join');
  if (rest.length === 0) return { rule: first.clause.rule, isBracketed: first.isBracketed === true };
  const weight = Math.max(...rest.map(weightOf));
  const groups: Part[][] = [[first]];
  for (const part of rest) {
    if (weightOf(part) === weight) groups.push([part]);
    else groups.at(-1)?.push(part);
  }
  const op = operatorOf(groups, weight);
  if (op === undefined) return { problem: { words: parts.map(({ said }) => said).join(' … '), advice: HOW } };
  const rules: Rule[] = [];
  for (const group of groups) {
    const joined = joinAt(group);
    if ('problem' in joined) return joined;
    for (const rule of joined.isBracketed ? [joined.rule] : flat(op, [joined.rule])) {
      if (!rules.some((before) => isSame(before, rule))) rules.push(rule);
    }
  }
  const conflict = op === 'and' ? conflictIn(rules) : undefined;
  if (conflict !== undefined)
    return { problem: { words: parts.map(({ said }) => said).join(' … '), advice: conflict } };
  return { rule: groupOf(op, rules) };
}

/** "One-time buyers whose only order …" says the same twice. */
function isSame(one: Rule, other: Rule): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function weightOf({ link, isNewGroup }: Part): number {
  if (isNewGroup) return WEIGHT.people;
  if (link.op === undefined && link.hasLead) return WEIGHT.who;
  if (link.op === undefined && link.hasPeople) return WEIGHT.property;
  if (link.hasLead) return WEIGHT.andWho;
  if (link.hasComma) return WEIGHT.comma;
  return link.op === undefined ? WEIGHT.adjacent : WEIGHT.plain;
}

/** "and" or "or", if all say the same; a comma says what the last of its list says. */
function operatorOf(groups: readonly Part[][], weight: number): 'and' | 'or' | undefined {
  const links = groups.slice(1).map(([part]) => part?.link.op);
  const said = new Set(links.filter((op) => op !== undefined).map((op) => (op === 'or' ? 'or' : 'and')));
  if (said.size > 1) return undefined;
  const [op] = said;
  const hasPlainOr = groups.some((group) =>
    group.slice(1).some((part) => part.link.op === 'or' && weightOf(part) === WEIGHT.plain),
  );
  if (weight === WEIGHT.comma && op === undefined && hasPlainOr) return undefined;
  // "A, B, or C" is a list of three; "A, B or C, and D" is not.
  if (weight === WEIGHT.plain && op === 'or' && groups.some((group) => group.length > 1)) return undefined;
  if (weight === WEIGHT.comma && op === 'or' && links.includes(undefined) && groups.some((group) => group.length > 1))
    return undefined;
  // "VIP customers or wholesale customers in Pune": only the last, or both?
  const isUneven =
    weight === WEIGHT.people &&
    (groups.at(-1)?.length ?? 1) > 1 &&
    groups.slice(0, -1).every((group) => group.length === 1);
  if (isUneven) return undefined;
  // "VIPs or who spent over 5k and live in Pune": is "and" said of the last only?
  const last = groups.at(-1) ?? [];
  const isLastLonger = last.length > 1 && groups.slice(0, -1).every((group) => group.length === 1);
  const hasComma = groups.slice(1).some(([part]) => part?.link.hasComma);
  const hasPlainAnd = last.slice(1).some((part) => part.link.op !== undefined && !part.link.hasComma);
  if (weight === WEIGHT.andWho && op === 'or' && isLastLonger && hasPlainAnd && !hasComma) return undefined;
  return op ?? 'and';
}

function problemIn(parts: readonly Part[]): Unmapped | undefined {
  for (const [index, part] of parts.entries()) {
    const before = parts[index - 1];
    if (!before) continue;
    const problem = problemBetween(before, part, index);
    if (problem !== undefined) return { words: `${before.said} … ${part.said}`, advice: problem };
  }
  return undefined;
}

function problemBetween(before: Part, part: Part, index: number): string | undefined {
  const { op, hasComma, hasLead } = part.link;
  const isBare = !hasLead && !hasComma && !part.isNegated && !part.isNewGroup;
  const isAdjacent = op === undefined && !hasComma && !hasLead && !part.link.hasPeople;
  if (isAdjacent && part.clause.isBareValue && !before.clause.isProperty && before.clause.refusal === undefined)
    return 'say "in", "tagged" or what it is';
  if (op !== undefined && !hasLead && part.clause.isBareCount && isCompared(before.clause.rule))
    return 'say "more than" or "exactly" before each number';
  if (part.link.hasBreak && part.link.hasPeople && op === undefined && !before.isClosed)
    return 'say "or" to reach both groups, or "who are also" for those in both';
  if (before.isClosed && !part.link.hasBreak) return 'say what is left out at the end';
  if (op === 'and' && part.isNewGroup) return 'say "or" to reach both groups, or "who are also" for those in both';
  if (before.isEither && op === 'and' && !hasComma && !hasLead) return HOW;
  if (before.isNegated && op === 'or' && isBare) return 'say "not" before each, or "neither … nor"';
  if (before.isNegated && before.isBeforePeople && index > 1 && op === undefined) return HOW;
  // ", not wholesale buyers" leaves out buyers, or keeps those that are not wholesale; "non-wholesale buyers" keeps them.
  const isOpenNot = before.isNegated && before.link.hasComma && !/^non/i.test(before.said);
  if (isOpenNot && isAdjacent && part.clause.isVague) return HOW;
  const isClose = (op === 'and' || op === 'or') && !hasComma && !hasLead;
  const isOpen = before.clause.timing === 'open' && !before.clause.isProperty && before.isNegated === part.isNegated;
  if (isClose && isOpen && part.clause.timing === 'said' && !part.clause.isOrderedOnly) {
    return 'say for each when it was, or separate them with a comma when the time is only that of the last';
  }
  return undefined;
}

const OF_MANY: ReadonlySet<string> = new Set(['tags', 'segment', 'campaign', 'messaged']);

/** Nobody lives in two cities: "lives in Pune and lives in Mumbai" asks for either. */
function conflictIn(rules: readonly Rule[]): string | undefined {
  const distinct = new Map(rules.flatMap(conditionsWithOneValue).map((rule) => [JSON.stringify(rule), rule.field]));
  const fields = [...distinct.values()];
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  return twice === undefined ? undefined : 'nobody has two values of one field; say "or"';
}

function conditionsWithOneValue(rule: Rule): Condition[] {
  if ('rules' in rule) return rule.combinator === 'and' && !rule.not ? rule.rules.flatMap(conditionsWithOneValue) : [];
  const { field, operator } = rule;
  return ['=', 'in'].includes(operator) && !OF_MANY.has(field) && !field.startsWith('orders.') ? [rule] : [];
}

/** More or less than something, of which a number alone after it may be too. */
function isCompared(rule: Rule): boolean {
  return 'operator' in rule && ['<', '<=', '>', '>='].includes(rule.operator);
}
