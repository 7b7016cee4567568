/**
 * The few questions that every operator comes down to. A reading of the rules (SQL,
 * memory) answers these and knows no operator, so that two readings can only differ
 * in an answer to one of them. Text is folded (`foldText`) before it gets here.
 *
 * Every test is false of a missing value.
 */
export type ValueTest =
  | { kind: 'isSet' }
  | { kind: 'equalsAny'; keys: string[] }
  | { kind: 'contains' | 'beginsWith' | 'endsWith'; key: string }
  | { kind: 'hasAny' | 'hasAll'; keys: string[] }
  | { kind: 'compare'; comparisons: Comparison[] };

/**
 * `value operator bound`. Money is in minor units, an instant in milliseconds since
 * 1970; a comparison holds exactly or not at all, nothing is rounded.
 */
export interface Comparison {
  operator: ComparisonOperator;
  bound: Bound;
}

export type ComparisonOperator = '=' | '<' | '<=' | '>' | '>=';
export type Bound = number | bigint;

/** A test that holds when each of `comparisons` does. */
export function compare(...comparisons: [ComparisonOperator, Bound][]): ValueTest {
  return { kind: 'compare', comparisons: comparisons.map(([operator, bound]) => ({ operator, bound })) };
}

/** Numbers and bigints may be mixed: JavaScript compares them by their exact value. */
export function holds(value: Bound, { operator, bound }: Comparison): boolean {
  switch (operator) {
    case '=':
      // Not ===, which tells 1n from 1.
      return !(value < bound) && !(value > bound);
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}
