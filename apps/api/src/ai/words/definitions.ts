import { type Clause, clause, type Rule } from './clause.ts';
import { type Input, longest, words } from './grammar.ts';
import type { Link, Part } from './joining.ts';
import { FILLERS, PEOPLE } from './lexicon/fillers.ts';
import { phrasesOf } from './lexicon/phrases.ts';
import { DEFINITIONS, LEADS } from './lexicon/structure.ts';
import { period } from './phrases/periods.ts';
import { dateRule } from './rules.ts';
import { isMark, statementAt } from './statements.ts';

const definitions = words(...DEFINITIONS);
const passed = words(...PEOPLE, ...FILLERS, ...LEADS);
const pronouns = words(
  `
    this is | this was | that is | that was | it was | which was | it is | this one was | this being | that being |
    this happened | that happened
  `,
);

/** What customers did, which words like "inactive" are about. */
const DEFINING: ReadonlySet<string> = new Set(
  phrasesOf('orderCount | totalSpend | averageOrderValue | firstOrderAt | lastOrderAt | createdAt | visits | orders'),
);
/** What words without a meaning of their own, as "our best", may be said of too. */
const BELONGING: ReadonlySet<string> = new Set(['tags', 'segment']);

/** Where what `last` means begins: "inactive (no order in 60 days)", "lapsed, meaning …". */
export function definitionAt(input: Input, at: number, last: Clause): number | undefined {
  if (!last.isVague) return undefined;
  const next = isMark(input, at, ',') ? at + 1 : at;
  const end = longest(definitions(input, next))?.end ?? (isMark(input, at, '(') ? at : undefined);
  if (end === undefined) return undefined;
  const isSaid = !isMark(input, end - 1, ':') && !isMark(input, end, '(');
  return isSaid || isMeaning(input, end, last.refusal !== undefined) ? end : undefined;
}

/** "New customers (in Pune)" says two things, and "new customers (joined last week)" one. */
function isMeaning(input: Input, at: number, hasNoMeaning: boolean): boolean {
  let from = isMark(input, at, '(') ? at + 1 : at;
  let rule = statementAt(input, from)?.clause.rule;
  for (let next = longest(passed(input, from)); rule === undefined && next; next = longest(passed(input, from))) {
    from = next.end;
    rule = statementAt(input, from)?.clause.rule;
  }
  if (rule === undefined) return false;
  const mayMean = (field: string) => DEFINING.has(field.split('.')[0] ?? '') || (hasNoMeaning && BELONGING.has(field));
  return fieldsIn(rule).every(mayMean);
}

function fieldsIn(rule: Rule): string[] {
  return 'rules' in rule ? rule.rules.flatMap(fieldsIn) : [rule.field];
}

/** Takes the words away that are defined, all that stand together: "lapsed buyers" is one of them. */
export function takeDefined(parts: Part[]): { taken: Part[]; link: Link | undefined } {
  const taken: Part[] = [];
  for (let part = parts.at(-1); part?.clause.isVague; part = parts.at(-1)) {
    taken.push(part);
    parts.pop();
    if (part.link.op !== undefined || part.link.hasComma || part.link.hasPeople) break;
  }
  return { taken, link: taken.at(-1)?.link };
}

/** "Ordered once, and that was more than a year ago". */
export function timeOfOnlyOrder(
  input: Input,
  at: number,
  before: Clause | undefined,
): { clause: Clause; end: number } | undefined {
  const rule = before?.rule;
  const isOnce = rule && 'field' in rule && rule.field === 'orderCount' && rule.operator === '=' && rule.value === 1;
  const pronoun = isOnce ? longest(pronouns(input, at)) : undefined;
  const when = pronoun && longest(period(input, pronoun.end));
  if (!when || when.value.needsNegation) return undefined;
  const { assumptions } = when.value;
  return { clause: clause(dateRule('lastOrderAt', when.value), { assumptions }), end: when.end };
}
