import { DomainError, type FieldError } from '../errors.ts';
import { attributeKeyOf } from './attributes.ts';
import { type AttributeTypes, fieldDefinition, type FieldDefinition, operatorsOfField } from './fields.ts';
import { type DayContext, noSuchOperator, resolveOperator } from './operator.ts';
import { type Path, refusalsIn } from './refusals.ts';
import { orderConditionsIn } from './rule-tree.ts';
import { type Condition, type ConditionGroup, segmentRulesSchema } from './schema.ts';
import type { ValueTest } from './value-tests.ts';

export const SEGMENT_KINDS = ['static', 'dynamic'] as const;
/** The audience of a static segment is frozen; that of a dynamic one is whoever its rules select now. */
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/** Another segment, as rules that refer to it need it; its rules as they are stored. */
export interface SegmentReference {
  name: string;
  kind: SegmentKind;
  rules: unknown;
}

/**
 * What rules are read against: the instant and the zone of their days, and everything in
 * the database that they can name. What is not listed does not exist, and is refused.
 */
export interface RuleContext extends DayContext {
  attributes?: AttributeTypes;
  segments?: ReadonlyMap<string, SegmentReference>;
  /** Campaigns that exist, by id, with their names. */
  campaigns?: ReadonlyMap<string, string>;
  /** The segment whose rules these are; they must not lead back to it. */
  segmentId?: string;
}

/** A condition without its words: what is asked of which field, and whether "no" is the answer sought. */
export interface ResolvedCondition {
  kind: 'condition';
  condition: Condition;
  definition: FieldDefinition;
  test: ValueTest;
  negated: boolean;
  /** The rules of a dynamic segment that the condition refers to. */
  segmentRules?: ResolvedGroup;
}

export interface ResolvedGroup {
  kind: 'group';
  combinator: 'and' | 'or';
  not: boolean;
  parts: (ResolvedCondition | ResolvedGroup)[];
}

/** Most conditions in the rules together with those of all segments that they lead to, each as often as it is met. */
export const MAX_EXPANDED_CONDITIONS = 2_000;
/** Most segments on a way through other segments. */
export const MAX_SEGMENT_LEVELS = 10;

/**
 * The rules with everything that they name looked up, `now` and the time zone worked in.
 * They are checked again, because stored rules may be older than the tables: what is not
 * understood throws, and is never "everyone" or "no one".
 *
 * @throws DomainError `invalid_input` that names every bad part by its path.
 */
export function resolveRules(rules: unknown, context: RuleContext): ResolvedGroup {
  const resolver = new Resolver(context);
  const resolved = resolver.rules(rules);
  resolver.throwIfRefused();
  return resolved;
}

/** What one condition asks. Throws as `resolveRules` does; the path is that of the condition. */
export function resolveCondition(condition: Condition, context: RuleContext): ResolvedCondition {
  const group = resolveRules({ combinator: 'and', rules: [condition] }, context);
  const [resolved] = group.parts;
  if (resolved?.kind !== 'condition') throw new TypeError('a condition became a group');
  return resolved;
}

/** A part that is refused stands for itself until `throwIfRefused`; it is never read. */
const REFUSED: ResolvedGroup = { kind: 'group', combinator: 'or', not: false, parts: [] };

/** What the rules of another segment come to. */
interface Expansion {
  group: ResolvedGroup;
  /** How many there are in it. */
  conditions: number;
  /** Why it cannot be used. */
  refusal: string | undefined;
}

class Resolver {
  private readonly context: RuleContext;
  /** The segments whose rules are being resolved, outermost first; without the one that everything begins with. */
  private readonly trail: string[] = [];
  private readonly expansions = new Map<string, Expansion>();
  private readonly refusals: FieldError[] = [];
  private conditions = 0;

  constructor(context: RuleContext) {
    this.context = context;
  }

  rules(rules: unknown): ResolvedGroup {
    const { data, error } = segmentRulesSchema.safeParse(rules);
    for (const { path, message } of refusalsIn(error, ['rules'])) this.refuse(path, message);
    return data ? this.group(data, ['rules']) : REFUSED;
  }

  throwIfRefused(): void {
    const [first] = this.refusals;
    if (first === undefined) return;
    const rest = this.refusals.length > 1 ? ` (and ${this.refusals.length - 1} more)` : '';
    throw new DomainError('invalid_input', `${first.path}: ${first.message}${rest}`, this.refusals);
  }

  private group({ combinator, not = false, rules }: ConditionGroup, path: Path): ResolvedGroup {
    const parts = rules.map((rule, index) => {
      const at = [...path, 'rules', index];
      return 'rules' in rule ? this.group(rule, at) : this.condition(rule, at);
    });
    return { kind: 'group', combinator, not, parts };
  }

  private condition(condition: Condition, path: Path): ResolvedCondition | ResolvedGroup {
    this.conditions += 1 + orderConditionsIn(condition).length;
    const definition = fieldDefinition(condition.field, this.context.attributes);
    if (!definition) {
      return this.refuse([...path, 'field'], `no customer has the attribute "${attributeKeyOf(condition.field)}"`);
    }
    const operators = operatorsOfField(definition);
    const operator = resolveOperator(operators, condition.operator);
    if (!operator) {
      return this.refuse([...path, 'operator'], noSuchOperator(`${condition.field} (${definition.type})`, operators));
    }
    const value = operator.positive.valueSchema.safeParse(condition.value);
    for (const refusal of refusalsIn(value.error, [...path, 'value'])) this.refuse(refusal.path, refusal.message);
    if (!value.success) return REFUSED;
    const test = operator.positive.toTest(value.data, this.context);
    const resolved = { kind: 'condition' as const, condition, definition, test, negated: operator.negated };
    if (test.kind === 'campaign' && !this.context.campaigns?.has(test.campaignId)) {
      return this.refuse([...path, 'value'], `there is no campaign ${test.campaignId}`);
    }
    return test.kind === 'segment' ? this.withSegment(resolved, test.segmentId, path) : resolved;
  }

  /** The rules of a static segment are looked at too: one whose rules are broken must not be used. */
  private withSegment(resolved: ResolvedCondition, id: string, path: Path): ResolvedCondition | ResolvedGroup {
    const at = [...path, 'value'];
    const segment = this.context.segments?.get(id);
    if (!segment) return this.refuse(at, `there is no segment ${id}`);
    if (id === this.context.segmentId?.toLowerCase() || this.trail.includes(id)) {
      return this.refuse(at, `the segment "${segment.name}" leads back to itself`);
    }
    if (this.trail.length === MAX_SEGMENT_LEVELS) {
      return this.refuse(at, `leads through more than ${MAX_SEGMENT_LEVELS} segments to "${segment.name}"`);
    }
    const { group, refusal } = this.expand(id, segment);
    if (refusal !== undefined) return this.refuse(at, `the segment "${segment.name}" cannot be used: ${refusal}`);
    if (this.conditions > MAX_EXPANDED_CONDITIONS) {
      return this.refuse(at, `leads to more than ${MAX_EXPANDED_CONDITIONS} conditions in other segments`);
    }
    return segment.kind === 'static' ? resolved : { ...resolved, segmentRules: group };
  }

  /** Once for all conditions at the same level: segments that each name the one before twice would double the work. */
  private expand(id: string, { rules }: SegmentReference): Expansion {
    const key = `${this.trail.length} ${id}`;
    const known = this.expansions.get(key);
    if (known) {
      this.conditions += known.conditions;
      return known;
    }
    const before = { conditions: this.conditions, refusals: this.refusals.length };
    this.trail.push(id);
    const group = this.rules(rules);
    this.trail.pop();
    // What is wrong in there is said of the value that names the segment.
    const [first] = this.refusals.splice(before.refusals);
    const expansion = {
      group,
      conditions: this.conditions - before.conditions,
      refusal: first && `${first.path}: ${first.message}`,
    };
    this.expansions.set(key, expansion);
    return expansion;
  }

  private refuse(path: Path, message: string): ResolvedGroup {
    this.refusals.push({ path: path.join('.'), message });
    return REFUSED;
  }
}
