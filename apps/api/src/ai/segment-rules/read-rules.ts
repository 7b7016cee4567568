import {
  DomainError,
  fieldDefinition,
  noSuchOperator,
  operatorsOfField,
  operatorsOfOrderField,
  ORDER_FIELD_NAMES,
  ORDER_FIELDS,
  resolveOperator,
  resolveRules,
  MAX_LEVELS,
} from '@herald/shared';
import type {
  Condition,
  ConditionGroup,
  ConditionValue,
  DescribedOperator,
  Operator,
  OrderCondition,
  OrderFieldName,
  OrdersValue,
  PositiveOperator,
  ResolvedGroup,
  SegmentRules,
} from '@herald/shared';

import type { WrittenCondition, WrittenGroup, WrittenOrderCondition } from './model-answer.ts';
import type { SegmentRulesInput } from './segment-rules-input.ts';

/** Rules that every part of was understood, or what is wrong with them. */
export type ReadRules =
  { rules: SegmentRules; resolved: ResolvedGroup; complaints: [] } | { rules: undefined; complaints: string[] };

type Scalar = string | number | boolean;
type ValueShape = DescribedOperator['value'];

/** The rules that were written so: checked as those are that a person saves. Names every bad part by its path. */
export function readRules(written: WrittenGroup, input: SegmentRulesInput): ReadRules {
  const reader = new RulesReader(input);
  const rules = reader.group(written, 'rules', 1);
  if (reader.complaints.length > 0) return { rules: undefined, complaints: reader.complaints };
  try {
    return { rules, resolved: resolveRules(rules, input.context), complaints: [] };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { rules: undefined, complaints: error.fields.map(({ path, message }) => `${path}: ${withoutWhy(message)}`) };
  }
}

/** What is wrong inside another segment is nothing that an answer could mend. */
function withoutWhy(message: string): string {
  return message.replace(/ cannot be used: .*/su, ' cannot be used');
}

class RulesReader {
  readonly complaints: string[] = [];
  private readonly input: SegmentRulesInput;

  constructor(input: SegmentRulesInput) {
    this.input = input;
  }

  group({ combinator, not, rules }: WrittenGroup, path: string, level: number): ConditionGroup {
    if (level > MAX_LEVELS) {
      this.complain(path, `must have at most ${MAX_LEVELS} levels of groups`);
      return { combinator, rules: [] };
    }
    const parts = rules.flatMap((rule, index): (Condition | ConditionGroup)[] => {
      const at = `${path}.rules.${index}`;
      if ('rules' in rule) return [this.group(rule, at, level + 1)];
      const condition = this.condition(rule, at);
      return condition === undefined ? [] : [condition];
    });
    return { combinator, ...(not === true ? { not } : {}), rules: parts };
  }

  private condition(written: WrittenCondition, path: string): Condition | undefined {
    const field = this.input.redacted.restore(written.field);
    const definition = fieldDefinition(field, this.input.context.attributes);
    if (definition === undefined) return this.complain(`${path}.field`, `there is no field "${written.field}"`);
    const operators = operatorsOfField(definition);
    const asked = this.positiveOf(written.operator, field, definition.type, operators, path);
    if (asked === undefined) return undefined;
    const { shape, numbers } = asked;
    if (shape !== 'orders' && written.orders !== undefined) {
      return this.complain(`${path}.orders`, `${field} counts no orders; use a field that begins with "orders."`);
    }
    const scalars = written.values.map((value) => this.scalar(value, definition.type, `${path}.values`));
    const value =
      shape === 'orders'
        ? this.orders(written, this.shaped(numbers ?? 'one', scalars, path), path)
        : this.shaped(shape, scalars, path);
    // The tables know every field and operator by now; which values fit is for the schema of rules to say.
    const condition = { field, operator: written.operator, ...(value === undefined ? {} : { value }) };
    return condition as Condition;
  }

  private positiveOf(
    operator: string,
    field: string,
    type: string,
    operators: ReadonlyMap<string, Operator>,
    path: string,
  ): PositiveOperator | undefined {
    const resolved = resolveOperator(operators, operator);
    if (resolved !== undefined) return resolved.positive;
    return this.complain(`${path}.operator`, noSuchOperator(`${field} (${type})`, operators));
  }

  /** Values are written as text; what their field's type makes of it. What fits none is left for the schema to refuse. */
  private scalar(written: string, type: string, path: string): Scalar {
    const value = this.input.redacted.restore(written);
    if (type === 'segment' || type === 'campaign') return this.idOf(value, type, path);
    if (TEXTS.has(type)) return value;
    if (type === 'boolean') return value === 'true' || (value === 'false' ? false : value);
    return NUMBER.test(value) ? Number(value) : value;
  }

  private idOf(handle: string, type: string, path: string): string {
    const id = this.input.idOf.get(handle);
    const letter = type === 'segment' ? 'S' : 'C';
    if (id !== undefined && handle.startsWith(letter)) return id;
    this.complain(path, `there is no ${type} "${handle}" among those of the data; use its short name`);
    return handle;
  }

  private shaped(shape: ValueShape, scalars: Scalar[], path: string): ConditionValue | undefined {
    const [first] = scalars;
    switch (shape) {
      case 'none':
        return scalars.length === 0 ? undefined : this.complain(`${path}.values`, 'must be empty for this operator');
      case 'one':
        if (scalars.length === 1) return first;
        return this.complain(`${path}.values`, 'must have exactly one value for this operator');
      case 'pair':
        if (scalars.length === 2) return scalars as (string | number)[];
        return this.complain(`${path}.values`, 'must have two values for this operator, the lower one first');
      default:
        if (scalars.length > 0) return scalars as (string | number)[];
        return this.complain(`${path}.values`, 'must have at least one value for this operator');
    }
  }

  private orders(
    { orders = {} }: WrittenCondition,
    number: ConditionValue | undefined,
    path: string,
  ): OrdersValue | undefined {
    const { where, lastDays, from, to } = orders;
    if ((from === undefined) !== (to === undefined) || (from !== undefined && lastDays !== undefined)) {
      return this.complain(`${path}.orders`, 'must have "lastDays", or "from" together with "to", or none of them');
    }
    const conditions = where?.map((condition, index) =>
      this.orderCondition(condition, `${path}.orders.where.${index}`),
    );
    return {
      number: number as number,
      ...(conditions !== undefined && conditions.length > 0
        ? { where: conditions.filter((condition) => condition !== undefined) }
        : {}),
      ...(lastDays === undefined ? {} : { window: { lastDays } }),
      ...(from === undefined || to === undefined ? {} : { window: { between: [from, to] } }),
    };
  }

  private orderCondition({ field, operator, values }: WrittenOrderCondition, path: string): OrderCondition | undefined {
    if (!isOrderField(field)) return this.complain(`${path}.field`, `there is no order field "${field}"`);
    const { type } = ORDER_FIELDS[field];
    const shape = this.positiveOf(operator, field, type, operatorsOfOrderField(field), path)?.shape;
    if (shape === undefined) return undefined;
    const scalars = values.map((value) => this.scalar(value, type, path));
    const value = this.shaped(shape, scalars, path);
    return { field, operator, ...(value === undefined ? {} : { value }) } as OrderCondition;
  }

  private complain(path: string, message: string): undefined {
    this.complaints.push(`${path}: ${message}`);
  }
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'tags', 'status']);
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

function isOrderField(field: string): field is OrderFieldName {
  return (ORDER_FIELD_NAMES as readonly string[]).includes(field);
}
