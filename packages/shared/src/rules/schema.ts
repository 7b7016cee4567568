import { z } from 'zod';

import { invalidInput } from '../errors.ts';
import { storableText } from '../text.ts';
import { FIELD_NAMES, fieldDefinition, operatorsOfField, resolveOperator } from './fields.ts';
import { type FieldType, OPERATOR_NAMES, OPERATORS, operatorsOfType, PRESENCE_OPERATORS } from './operators.ts';
import { refuseBadTree } from './rule-tree.ts';

/** What react-querybuilder calls each node; Herald keeps it and makes nothing of it. */
const nodeId = storableText(100).optional();

const anyValue = z.union([z.string(), z.number()]);

/** One question about one field. Which operators and values fit is said by the field's type. */
export const conditionSchema = z
  .strictObject({
    id: nodeId,
    field: z.enum(FIELD_NAMES, { error: `unknown field; known: ${FIELD_NAMES.join(', ')}` }),
    operator: z.enum(OPERATOR_NAMES, { error: `unknown operator; known: ${OPERATOR_NAMES.join(', ')}` }),
    value: z
      .union([anyValue, z.array(anyValue)], { error: 'must be text, a number, or a list of them' })
      .optional()
      .meta({ description: 'Text, number, amount in major units, date as 2026-11-22, or a list of these.' }),
  })
  .superRefine((condition, context) => {
    for (const { path, message } of misfits(condition)) {
      context.addIssue({ code: 'custom', path, message });
    }
  })
  .meta({ id: 'Condition', description: `One question about one field. ${describeOperators()}` });
export type Condition = z.infer<typeof conditionSchema>;

/** What is wrong with the operator for this field, or with the value for this operator. */
function misfits({ field, operator, value }: Pick<Condition, 'field' | 'operator' | 'value'>) {
  const resolved = resolveOperator(field, operator);
  if (!resolved) {
    const known = [...operatorsOfField(field).keys()].join(', ');
    return [
      {
        path: ['operator'],
        message: `${field} (${fieldDefinition(field).type}) has no such operator; known: ${known}`,
      },
    ];
  }
  const { error } = resolved.positive.valueSchema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => ({ path: ['value', ...path], message }));
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
  const canBeMissing = FIELD_NAMES.filter((name) => fieldDefinition(name).canBeMissing);
  return [
    ...types.map(describeType),
    `Only of ${canBeMissing.join(', ')}: ${[...PRESENCE_OPERATORS].join(', ')}.`,
  ].join(' ');
}

function describeType(type: FieldType): string {
  const fields = FIELD_NAMES.filter((name) => fieldDefinition(name).type === type);
  const operators = [...operatorsOfType(type)].filter(([name]) => !PRESENCE_OPERATORS.has(name));
  return `${fields.join(', ')} (${type}): ${operators.map(([name, { label }]) => `\`${name}\` ${label}`).join(', ')}.`;
}
