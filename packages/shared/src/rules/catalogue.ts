import { type Operator, OWN_VALUES, type OwnValue, resolveOperator } from './operator.ts';
import type { ComparedNumbers, ValueShape } from './values.ts';

/** A field as builders and documents show it, out of the tables. */
export interface DescribedField {
  name: string;
  label: string;
  group: string;
  type: string;
  whenMissing: 'missing' | 'zero';
  operators: DescribedOperator[];
}

export interface DescribedOperator {
  name: string;
  label: string;
  value: ValueShape;
  /** With the value `orders`: how many numbers the measure is compared with; null for others. */
  numbers: ComparedNumbers | null;
  /** What it takes where that is not what the field holds. */
  takes: OwnValue | null;
  /** The operator that is true exactly when this one is not; null when there is none of its own. */
  opposite: string | null;
  /** Whether it is true of customers who have no value. */
  includesMissing: boolean;
  dependsOnToday: boolean;
}

export function describeField(
  name: string,
  { label, group, type, canBeMissing }: { label: string; group: string; type: string; canBeMissing: boolean },
  operators: ReadonlyMap<string, Operator>,
): DescribedField {
  return {
    name,
    label,
    group,
    type,
    whenMissing: canBeMissing ? 'missing' : 'zero',
    operators: [...operators].map(([operatorName, operator]) =>
      describeOperator(operatorName, operator, operators, canBeMissing),
    ),
  };
}

function describeOperator(
  name: string,
  operator: Operator,
  operators: ReadonlyMap<string, Operator>,
  canBeMissing: boolean,
): DescribedOperator {
  const resolved = resolveOperator(operators, name);
  if (!resolved) throw new TypeError(`${name} is in the table and cannot be found there`);
  const negationOf = [...operators].find(([, other]) => 'negates' in other && other.negates === name)?.[0];
  return {
    name,
    label: operator.label,
    value: resolved.positive.shape,
    numbers: resolved.positive.numbers,
    takes: OWN_VALUES.find((kind) => operator.words.includes(`{${kind}}`)) ?? null,
    opposite: 'negates' in operator ? operator.negates : (negationOf ?? null),
    includesMissing: canBeMissing && resolved.negated,
    dependsOnToday: resolved.positive.isRelative,
  };
}
