import { z } from 'zod';

import { invalidInput } from '../errors.ts';
import { isStorable, storableText } from '../text.ts';
import { ATTRIBUTE_TYPES, type AttributeType } from './attributes.ts';
import {
  attributeField,
  FIELD_NAMES,
  FIELDS,
  fieldDefinition,
  type FieldDefinition,
  operatorsOfField,
} from './fields.ts';
import { noSuchOperator, resolveOperator } from './operator.ts';
import { type FieldType, OPERATOR_NAMES, OPERATORS, operatorsOfType, PRESENCE_OPERATORS } from './operators.ts';
import { type OrdersValue, ordersValueSchema } from './order-operators.ts';
import { type Refusal, refusalsIn } from './refusals.ts';
import { refuseBadTree } from './rule-tree.ts';

/** What react-querybuilder calls each node; Herald keeps it and makes nothing of it. */
const nodeId = storableText(100).optional();

/** Longest key of a custom attribute. */
const MAX_ATTRIBUTE_KEY = 60;

/** The field of a custom attribute: `attributes.` and its key. */
const attributeFieldSchema = z
  .templateLiteral(['attributes.', z.string().min(1).max(MAX_ATTRIBUTE_KEY)])
  .refine(isStorable, 'must not contain NUL or broken Unicode characters');

/** What a condition compares with. Amounts are in major units, dates calendar dates. */
export type ConditionValue = string | number | boolean | (string | number)[] | OrdersValue;

// Inlined in what it describes, which would not find the "$defs" that parts with an id are put under.
const { $schema: _, ...ordersJsonSchema } = z.toJSONSchema(ordersValueSchema, { io: 'input' });

/** Only the form: what fits is said by the field and the operator, which can name the very part that does not. */
const conditionValueSchema = (z.unknown() as z.ZodType<ConditionValue>)
  .refine(isConditionValue, {
    error: 'must be text, a number, true or false, a list, or which orders to count',
    abort: true,
  })
  .meta({
    description: 'Text, number, amount in major units, date as 2026-11-22, true or false, a list, or orders to count.',
    anyOf: [
      { type: ['string', 'number', 'boolean'] },
      { type: 'array', items: { type: ['string', 'number'] } },
      ordersJsonSchema,
    ],
  });

function isConditionValue(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) || (typeof value === 'object' && value !== null);
}

/** One question about one field. Which operators and values fit is said by the field's type. */
export const conditionSchema = z
  .strictObject({
    id: nodeId,
    field: z.union([z.enum(FIELD_NAMES), attributeFieldSchema], {
      error: `unknown field; known: ${FIELD_NAMES.join(', ')}, attributes.KEY`,
    }),
    operator: z.enum(OPERATOR_NAMES, { error: `unknown operator; known: ${OPERATOR_NAMES.join(', ')}` }),
    value: conditionValueSchema.optional(),
  })
  .superRefine((condition, context) => {
    for (const refusal of misfits(condition)) context.addIssue({ code: 'custom', ...refusal });
  })
  .overwrite(withIdInLowerCase)
  .meta({ id: 'Condition', description: `One question about one field. ${describeOperators()}` });
export type Condition = z.infer<typeof conditionSchema>;

interface Question {
  field: string;
  operator: string;
  value?: ConditionValue | undefined;
}

/** What is wrong with the operator for this field, or with the value for this operator. */
function misfits(question: Question): Refusal[] {
  const definition = fieldDefinition(question.field);
  return definition ? misfitsOf(question, definition) : misfitsOfAttribute(question);
}

function misfitsOf({ field, operator, value }: Question, definition: FieldDefinition): Refusal[] {
  const operators = operatorsOfField(definition);
  const resolved = resolveOperator(operators, operator);
  if (!resolved) return [{ path: ['operator'], message: noSuchOperator(`${field} (${definition.type})`, operators) }];
  return refusalsIn(resolved.positive.valueSchema.safeParse(value).error, ['value']);
}

/** Which type the attribute has is for the database to say; here the question must fit one of them. */
function misfitsOfAttribute(question: Question): Refusal[] {
  const { field, operator, value } = question;
  const candidates = ATTRIBUTE_TYPES.map((type) => ({ type, definition: attributeField(field, type) }));
  const possible = candidates.filter(({ definition }) => operatorsOfField(definition).has(operator));
  if (possible.length === 0) {
    const known = candidates.flatMap(({ definition }) => [...operatorsOfField(definition)]);
    return [{ path: ['operator'], message: noSuchOperator(field, new Map(known)) }];
  }
  const found = possible.map(({ type, definition }) => ({ type, refusals: misfitsOf(question, definition) }));
  if (found.some(({ refusals }) => refusals.length === 0)) return [];
  // What is wrong is best said of the type that the value seems to be meant for.
  const sample: unknown = Array.isArray(value) ? value[0] : value;
  return (found.find(({ type }) => typeof sample === TYPE_OF_VALUES[type]) ?? found[0])?.refusals ?? [];
}

const TYPE_OF_VALUES: Record<AttributeType, string> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'string',
};

/** Ids are compared as texts, and PostgreSQL writes them so. */
function withIdInLowerCase<Asked extends Question>(condition: Asked): Asked {
  const { field, value } = condition;
  const isId = (field === 'segment' || field === 'campaign') && typeof value === 'string';
  return isId ? { ...condition, value: value.toLowerCase() } : condition;
}

const groupSchema = z.strictObject({
  id: nodeId,
  combinator: z.enum(['and', 'or'], { error: 'must be "and" or "or"' }),
  not: z.boolean('must be true or false').optional(),
  rules: z.array(z.unknown(), 'must be a list').min(1, 'must have at least one rule: an empty group asks nothing'),
});

export interface ConditionGroup {
  id?: string | undefined;
  combinator: 'and' | 'or';
  not?: boolean | undefined;
  rules: (Condition | ConditionGroup)[];
}

/**
 * A tree of conditions as react-querybuilder writes it. This is its form; input goes
 * through `segmentRulesSchema`, which bounds the tree before anything recurses into it.
 */
export const conditionGroupSchema: z.ZodType<ConditionGroup> = z
  .strictObject({
    ...groupSchema.shape,
    get rules() {
      return z.array(z.union([conditionSchema, conditionGroupSchema])).min(1);
    },
  })
  .meta({ id: 'ConditionGroup', description: 'Rules joined by "and" or "or"; `not` turns the whole group round.' });

/** The rules of a segment: who is in it. Refused unless every part is understood. */
export const segmentRulesSchema = z.preprocess((rules, context) => {
  refuseBadTree(rules, { group: groupSchema, condition: conditionSchema }, context);
  return rules;
}, conditionGroupSchema);
export type SegmentRules = ConditionGroup;

/** Rules from anywhere, a stored segment for one. Throws a DomainError that names every bad part. */
export function parseSegmentRules(rules: unknown): SegmentRules {
  const result = segmentRulesSchema.safeParse(rules);
  if (!result.success) {
    throw invalidInput(result.error, ['rules']);
  }
  return result.data;
}

function describeOperators(): string {
  const types = Object.keys(OPERATORS) as FieldType[];
  const canBeMissing = FIELD_NAMES.filter((name) => FIELDS[name].canBeMissing && hasPresence(FIELDS[name].type));
  return [
    ...types.map(describeType),
    `Only of ${canBeMissing.join(', ')} and attributes: ${[...PRESENCE_OPERATORS].join(', ')}.`,
  ].join(' ');
}

function hasPresence(type: FieldType): boolean {
  return operatorsOfType(type).has('notNull');
}

function describeType(type: FieldType): string {
  const fields: string[] = FIELD_NAMES.filter((name) => FIELDS[name].type === type);
  const named = (ATTRIBUTE_TYPES as readonly string[]).includes(type)
    ? [...fields, `attributes of type ${type}`]
    : fields;
  const operators = [...operatorsOfType(type)].filter(([name]) => !PRESENCE_OPERATORS.has(name));
  return `${named.join(', ')} (${type}): ${operators.map(([name, { label }]) => `\`${name}\` ${label}`).join(', ')}.`;
}
