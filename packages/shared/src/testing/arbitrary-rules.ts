import fc from 'fast-check';

import { ORDER_STATUSES } from '../order-status.ts';
import { attributeFieldName } from '../rules/attributes.ts';
import {
  attributeField,
  type AttributeTypes,
  FIELD_GROUPS,
  FIELD_NAMES,
  type FieldGroup,
  FIELDS,
  operatorsOfField,
} from '../rules/fields.ts';
import { type Operator, type PositiveOperator, resolveOperator } from '../rules/operator.ts';
import type { FieldType } from '../rules/operators.ts';
import { ORDER_FIELDS, orderConditionSchema, operatorsOfOrderField } from '../rules/order-operators.ts';
import { ORDER_FIELD_NAMES } from '../rules/order-subject.ts';
import { MAX_CONDITIONS, MAX_LEVELS, orderConditionsIn } from '../rules/rule-tree.ts';
import { type Condition, type ConditionGroup, conditionSchema, type SegmentRules } from '../rules/schema.ts';

/** What the values of the rules are drawn from, so that a test can make them hit its customers. */
export interface ArbitraryRulesOptions {
  text: fc.Arbitrary<string>;
  /** Calendar dates, `2026-11-22`. */
  day: fc.Arbitrary<string>;
  attributes: AttributeTypes;
  /** Without any, no rule asks about segments; so with campaigns. */
  segmentIds: string[];
  campaignIds: string[];
  amounts?: number[];
  counts?: number[];
  dayCounts?: number[];
  /** `MM-DD`. */
  daysOfYear?: string[];
  /** Of attributes: any finite numbers. */
  numbers?: fc.Arbitrary<number>;
}

const AMOUNTS = [0, 0.01, 0.99, 1, 33.33, 99.99, 100, 12_345.6, 999_999_999.99, 1_000_000_000];
const COUNTS = [0, 1, 2, 3, 4, 1_000, 2_147_483_647];
const DAY_COUNTS = [0, 1, 2, 30, 365, 3_650];
const DAYS_OF_YEAR = ['01-01', '02-28', '02-29', '03-14', '12-31'];
const MOST_RULES_IN_A_GROUP = 4;

/** Rules as `parseSegmentRules` takes them: every operator of every field that the tables have. */
export function arbitraryRules(options: ArbitraryRulesOptions): fc.Arbitrary<SegmentRules> {
  const condition = arbitraryCondition(options);
  const { group } = fc.letrec<{ group: ConditionGroup; rule: Condition | ConditionGroup }>((tie) => ({
    // The root is a level of its own.
    rule: fc.oneof(
      { maxDepth: MAX_LEVELS - 1, withCrossShrink: true },
      { weight: 3, arbitrary: condition },
      { weight: 2, arbitrary: tie('group') },
    ),
    group: fc.record(
      {
        combinator: fc.constantFrom('and', 'or'),
        not: fc.boolean(),
        rules: fc.array(tie('rule'), { minLength: 1, maxLength: MOST_RULES_IN_A_GROUP }),
      },
      { requiredKeys: ['combinator', 'rules'] },
    ),
  }));
  return group.filter(hasFewEnough);
}

function hasFewEnough(rules: ConditionGroup): boolean {
  const conditions = conditionsIn(rules);
  return conditions.length + conditions.flatMap(orderConditionsIn).length <= MAX_CONDITIONS;
}

/** Every condition of a tree, in order. */
export function conditionsIn({ rules }: ConditionGroup): Condition[] {
  return rules.flatMap((rule) => ('rules' in rule ? conditionsIn(rule) : [rule]));
}

interface Question {
  field: string;
  type: ValueType;
  operator: string;
  positive: PositiveOperator;
}

/** Of every 16 questions; what has many operators would crowd out the rest. */
const WEIGHTS: Record<FieldGroup, number> = {
  profile: 4,
  totals: 2,
  orders: 4,
  messages: 2,
  segments: 1,
  attributes: 3,
};

/** One condition, about any field. */
export function arbitraryCondition(options: ArbitraryRulesOptions): fc.Arbitrary<Condition> {
  const groups = FIELD_GROUPS.map((group) => ({ weight: WEIGHTS[group], questions: questionsAbout(group, options) }));
  const question = fc.oneof(
    ...groups
      .filter(({ questions: ofGroup }) => ofGroup.length > 0)
      .map(({ weight, questions: ofGroup }) => ({ weight, arbitrary: fc.constantFrom(...ofGroup) })),
  );
  return question.chain((asks) => valueFor(asks, options).map((value) => conditionSchema.parse(asked(asks, value))));
}

function questionsAbout(group: FieldGroup, { attributes, segmentIds, campaignIds }: ArbitraryRulesOptions): Question[] {
  const definitions = [
    ...FIELD_NAMES.map((field) => ({ field, definition: FIELDS[field] })),
    ...[...attributes].map(([key, type]) => ({
      field: attributeFieldName(key),
      definition: attributeField(key, type),
    })),
  ];
  return definitions
    .filter(({ definition }) => definition.group === group)
    .filter(({ definition: { type } }) => type !== 'segment' || segmentIds.length > 0)
    .filter(({ definition: { type } }) => type !== 'campaign' || campaignIds.length > 0)
    .flatMap(({ field, definition }) => questions(field, definition.type, operatorsOfField(definition)));
}

const ORDER_QUESTIONS = ORDER_FIELD_NAMES.flatMap((field) =>
  questions(field, ORDER_FIELDS[field].type, operatorsOfOrderField(field)),
);

function questions(field: string, type: ValueType, operators: ReadonlyMap<string, Operator>): Question[] {
  return [...operators.keys()].flatMap((operator) => {
    const resolved = resolveOperator(operators, operator);
    return resolved ? [{ field, type, operator, positive: resolved.positive }] : [];
  });
}

function asked({ field, operator }: Question, value: unknown): object {
  return value === undefined ? { field, operator } : { field, operator, value };
}

type ValueType = FieldType | 'status';
type Element = string | number | boolean;

/** A value that the operator takes: what the type draws, in the shape that the operator wants. */
function valueFor(question: Question, options: ArbitraryRulesOptions): fc.Arbitrary<unknown> {
  const { shape, valueSchema } = question.positive;
  const takes = (value: unknown) => valueSchema.safeParse(value).success;
  switch (shape) {
    case 'none':
      return fc.constant(undefined);
    case 'one':
      return elementFor(question.type, takes, options).filter(takes);
    case 'list':
      return fc
        .array(
          elementFor(question.type, (value) => takes([value]), options),
          { minLength: 1, maxLength: 4 },
        )
        .filter(takes);
    case 'pair':
      return ordered(elementFor(question.type, (value) => takes([value, value]), options)).filter(takes);
    case 'orders':
      return ordersFor(question, takes, options);
  }
}

/** Where a type has operators of more than one kind, `takes` tells which one it is. */
function elementFor(
  type: ValueType,
  takes: (value: Element) => boolean,
  { text, day, segmentIds, campaignIds, ...lists }: ArbitraryRulesOptions,
): fc.Arbitrary<Element> {
  switch (type) {
    case 'text':
    case 'tags':
      return text;
    case 'status':
      return fc.constantFrom(...ORDER_STATUSES);
    case 'boolean':
      return fc.boolean();
    case 'number':
      return lists.numbers ?? fc.oneof(fc.constantFrom(...COUNTS, ...AMOUNTS, -1, 1e21, 1e-7), fc.double(FINITE));
    case 'count':
    case 'orderCountOf':
      return fc.constantFrom(...(lists.counts ?? COUNTS));
    case 'money':
    case 'orderSumOf':
    case 'orderAverageOf':
    case 'orderMinimumOf':
    case 'orderMaximumOf':
      return fc.constantFrom(...(lists.amounts ?? AMOUNTS));
    case 'date':
    case 'messaged':
      if (takes(1)) return fc.constantFrom(...(lists.dayCounts ?? DAY_COUNTS));
      return takes('02-29') ? fc.constantFrom(...(lists.daysOfYear ?? DAYS_OF_YEAR)) : day;
    case 'segment':
      return fc.constantFrom(...segmentIds);
    case 'campaign':
      return fc.constantFrom(...campaignIds);
  }
}

const FINITE = { noNaN: true, noDefaultInfinity: true };

function ordered<Value extends Element>(element: fc.Arbitrary<Value>): fc.Arbitrary<[Value, Value]> {
  return fc.tuple(element, element).map(([one, other]) => (one <= other ? [one, other] : [other, one]));
}

function ordersFor(
  { type, positive }: Question,
  takes: (value: unknown) => boolean,
  options: ArbitraryRulesOptions,
): fc.Arbitrary<unknown> {
  const one = elementFor(type, (number) => takes({ number }), options);
  const number = positive.numbers === 'pair' ? ordered(one) : one;
  return fc
    .record(
      {
        number,
        where: fc.array(arbitraryOrderCondition(options), { minLength: 1, maxLength: 2 }),
        window: arbitraryWindow(options),
      },
      { requiredKeys: ['number'] },
    )
    .filter(takes);
}

function arbitraryOrderCondition(options: ArbitraryRulesOptions) {
  return fc
    .constantFrom(...ORDER_QUESTIONS)
    .chain((question) =>
      valueFor(question, options).map((value) => orderConditionSchema.parse(asked(question, value))),
    );
}

function arbitraryWindow({ day, dayCounts = DAY_COUNTS }: ArbitraryRulesOptions) {
  return fc.oneof(
    fc.record({ lastDays: fc.constantFrom(...dayCounts.filter((days) => days > 0)) }),
    fc.record({ between: ordered(day) }),
  );
}
