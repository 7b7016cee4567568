import { type Feature, FEATURES, NEVER } from './bands.ts';
import type { Box } from './ladder.ts';
import type { ProfileMark } from './profile-marks.ts';

/** What is below every value of a feature, and what is above. */
const LOWEST = '-9223372036854775808';
const HIGHEST = '9223372036854775807';

/**
 * Expressions over a customer, `c`, with `joins`: its features, how similar it is and which marks it has. Every value
 * is in `values`, after those that are there.
 */
export class FeatureSql {
  readonly values: unknown[];
  private readonly tomorrow: Date;
  private needsAddress = false;

  constructor(values: readonly unknown[], tomorrow: Date) {
    this.values = [...values];
    this.tomorrow = tomorrow;
  }

  /** To be read after the expressions. */
  get joins(): string {
    const totals = 'LEFT JOIN "CustomerTotals" t ON t."customerId" = c.id';
    return this.needsAddress ? `${totals} LEFT JOIN "Address" m ON m."customerId" = c.id` : totals;
  }

  /** A whole number; who never ordered spent and ordered 0. */
  feature(feature: Feature): string {
    switch (feature) {
      case 'lastOrderAt':
        return `CASE WHEN t."lastOrderAt" < ${this.add(this.tomorrow.toISOString(), 'timestamptz')}
                     THEN (date_part('epoch', t."lastOrderAt") * 1000)::bigint ELSE ${NEVER} END`;
      case 'totalSpend':
        return `COALESCE(t."totalSpend", 0)`;
      case 'orderCount':
        return `COALESCE(t."orderCount", 0)::bigint`;
      case 'visits':
        return `c.visits::bigint`;
    }
  }

  /** The first of the boxes that holds the customer; as many as there are when none does. */
  level(boxes: readonly Box[]): string {
    const levels = this.levels(boxes).map(({ level }) => level);
    return levels.length === 0 ? '0' : `GREATEST(${levels.join(', ')})`;
  }

  /**
   * The same for each feature alone.
   *
   * One search for each: among the lower bounds of all boxes, the widest first, and then their upper bounds, the widest
   * last, a value lies in the middle when the first box holds it, and further away by as many as do not.
   */
  levels(boxes: readonly Box[]): { feature: Feature; level: string }[] {
    return FEATURES.filter((feature) => boxes[0]?.[feature] !== undefined).map((feature) => {
      const bands = boxes.flatMap((box) => box[feature] ?? []);
      const lower = bands.map(({ atLeast }) => (atLeast === -Infinity ? LOWEST : String(atLeast))).toReversed();
      const upper = bands.map(({ below }) => (below === Infinity ? HIGHEST : String(below)));
      const bounds = this.add([...lower, ...upper], 'bigint[]');
      return { feature, level: `abs(width_bucket(${this.feature(feature)}, ${bounds}) - ${boxes.length})` };
    });
  }

  /** A bit for each mark. */
  marks(marks: readonly ProfileMark[]): string {
    const bits = marks.map((mark, index) => `CASE WHEN ${this.hasMark(mark)} THEN ${2 ** index} ELSE 0 END`);
    return bits.length === 0 ? '0' : `(${bits.join(' + ')})`;
  }

  private hasMark({ field, keys }: ProfileMark): string {
    const list = this.add(keys, 'text[]');
    switch (field) {
      case 'tags':
        return `c."tagKeys" @> ${list}`;
      case 'city':
      case 'state':
      case 'country':
        this.needsAddress = true;
        return `m."${field}Key" = ANY (${list})`;
      default:
        return `c."attributeKeys" ->> ${this.add(field.slice('attributes.'.length), 'text')} = ANY (${list})`;
    }
  }

  private add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}
