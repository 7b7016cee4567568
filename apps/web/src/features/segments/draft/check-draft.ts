import { conditionSchema, segmentRulesSchema } from '@herald/shared';
import type { SegmentRules } from '@herald/shared';

import { capitalised, type Catalogue, type CatalogueField, type CatalogueOperator, operatorOf } from './catalogue.ts';
import {
  type DraftGroup,
  type DraftNode,
  type DraftOrderCondition,
  type DraftOrders,
  type DraftRule,
  isDraftOrders,
  isGroup,
  toRules,
} from './draft.ts';
import { valueKindOf } from './value-kind.ts';

/** What is the matter with a node. What is only missing is no mistake: somebody is still writing. */
export interface Problem {
  kind: 'incomplete' | 'refused';
  message: string;
}

export interface CheckedDraft {
  /** Undefined until nothing is the matter. */
  rules: SegmentRules | undefined;
  /** By the id of the node. */
  problems: ReadonlyMap<string, Problem>;
  /** Whether there is no rule at all. */
  isEmpty: boolean;
}

/** Everything that is the matter with a draft, by node, and the rules once nothing is. */
export function checkDraft(draft: DraftGroup, catalogue: Catalogue): CheckedDraft {
  const isEmpty = draft.rules.length === 0;
  const problems = new Map<string, Problem>();
  for (const child of draft.rules) noteProblems(child, catalogue, problems);
  if (isEmpty || problems.size > 0) return { rules: undefined, problems, isEmpty };
  const parsed = segmentRulesSchema.safeParse(toRules(draft));
  if (parsed.success) return { rules: parsed.data, problems, isEmpty };
  for (const { path, message } of parsed.error.issues) {
    const node = nodeOfIssue(draft, path);
    if (!problems.has(node.id)) problems.set(node.id, { kind: 'refused', message: capitalised(message) });
  }
  return { rules: undefined, problems, isEmpty };
}

/** What the server refused, by node; its paths begin with `rules`, as in `rules.rules.1.value`. */
export function refusedNodes(draft: DraftGroup, fields: Readonly<Record<string, string>>): Map<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const [path, message] of Object.entries(fields)) {
    const [root, ...steps] = path.split('.');
    if (root === 'rules')
      problems.set(nodeOfIssue(draft, steps).id, { kind: 'refused', message: capitalised(message) });
  }
  return problems;
}

/** The innermost node on the way of a path such as `rules.1.rules.0.value`. */
function nodeOfIssue(draft: DraftGroup, path: readonly PropertyKey[]): DraftNode {
  let node: DraftNode = draft;
  for (let step = 0; step + 1 < path.length && path[step] === 'rules' && isGroup(node); step += 2) {
    const child: DraftNode | undefined = node.rules[Number(path[step + 1])];
    if (child === undefined) break;
    node = child;
  }
  return node;
}

function noteProblems(node: DraftNode, catalogue: Catalogue, problems: Map<string, Problem>): void {
  if (!isGroup(node)) {
    const problem = problemOf(node, catalogue);
    if (problem) problems.set(node.id, problem);
    return;
  }
  if (node.rules.length === 0) problems.set(node.id, incomplete('Add a rule to this group, or remove it'));
  for (const child of node.rules) noteProblems(child, catalogue, problems);
}

function problemOf(rule: DraftRule, catalogue: Catalogue): Problem | undefined {
  if (rule.field === '') return incomplete('Choose a field');
  const field = catalogue.fields.get(rule.field);
  const missing = missingOf(rule, field, catalogue);
  if (missing !== undefined) return incomplete(missing);
  const { error } = conditionSchema.safeParse(toRules({ id: '', combinator: 'and', rules: [rule] }).rules[0]);
  const issue = error?.issues[0];
  if (issue) return { kind: 'refused', message: capitalised(issue.message) };
  return field ? undefined : { kind: 'refused', message: 'No customer has this attribute any more' };
}

function incomplete(message: string): Problem {
  return { kind: 'incomplete', message };
}

/** What is still to be entered; undefined when nothing is. */
function missingOf(
  { operator: name, value, ...rest }: DraftRule | DraftOrderCondition,
  field: CatalogueField | undefined,
  catalogue: Catalogue,
): string | undefined {
  if (rest.field === '') return 'Choose a field';
  if (name === '') return 'Choose a condition';
  const operator = operatorOf(field, name);
  if (!field || !operator) return undefined;
  switch (operator.value) {
    case 'none':
      return undefined;
    case 'one':
      return isMissing(value) ? wordsFor(field.type, operator) : undefined;
    case 'list':
      return Array.isArray(value) && value.length > 0 ? undefined : 'Choose one value or more';
    case 'pair':
      return isPairMissing(value) ? 'Enter both values' : undefined;
    case 'orders':
      return missingOfOrders(isDraftOrders(value) ? value : {}, operator, catalogue);
  }
}

function missingOfOrders(
  { number, where = [], window }: DraftOrders,
  { numbers }: CatalogueOperator,
  catalogue: Catalogue,
) {
  if (numbers === 'pair' ? isPairMissing(number) : isMissing(number)) return 'Enter a number';
  for (const condition of where) {
    const missing = missingOf(condition, catalogue.orderFields.get(condition.field), catalogue);
    if (missing !== undefined) return `Orders: ${missing.charAt(0).toLowerCase()}${missing.slice(1)}`;
  }
  if (window === undefined) return undefined;
  if ('lastDays' in window) return isMissing(window.lastDays) ? 'Enter how many days count' : undefined;
  return isPairMissing(window.between) ? 'Choose the first and the last day' : undefined;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  number: 'Enter a number',
  whole: 'Enter a number',
  money: 'Enter an amount',
  date: 'Choose a day',
  days: 'Enter how many days',
  daysAhead: 'Enter how many days',
  dayOfYear: 'Choose a day of the year',
  campaign: 'Choose a campaign',
  segment: 'Choose a segment',
};

function wordsFor(type: string, operator: CatalogueOperator): string {
  return KIND_WORDS[valueKindOf(type, operator)] ?? 'Choose a value';
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || Array.isArray(value);
}

function isPairMissing(value: unknown): boolean {
  return !Array.isArray(value) || isMissing(value[0]) || isMissing(value[1]);
}
