import { divideHalfUp, toMajorUnits } from '../money.ts';
import { attributeKeyOf } from './attributes.ts';
import { describeRules } from './english/describe.ts';
import type { EnglishContext } from './english/english-context.ts';
import { compileOrderFilter, measureOrders } from './evaluate-orders.ts';
import type { ExplainedCondition, ExplainedGroup, ExplainedOrder } from './explained.ts';
import type { RuleSubject } from './fields.ts';
import type { RuleOrder } from './order-subject.ts';
import { type ResolvedCondition, type ResolvedGroup, resolveRules, type RuleContext } from './resolve.ts';
import type { SegmentRules } from './schema.ts';
import { joinTimelines, negateTimeline, type Timeline, timelineOf } from './timeline.ts';
import type { OrderTest } from './value-tests.ts';

/** Most orders of one condition that are listed; the others are counted. */
const MOST_ORDERS_LISTED = 20;

/**
 * Why the rules are true or false of one customer: every node with its answer, what the
 * customer has, and the first day on which the answer will change by itself.
 */
export function explainRules(
  rules: SegmentRules,
  customer: RuleSubject,
  context: RuleContext & EnglishContext,
): ExplainedGroup {
  return new Explainer(customer, context).group(resolveRules(rules, context)).explained;
}

/** What `explainRules` answers, without why. */
export function answerRules(
  rules: SegmentRules,
  customer: RuleSubject,
  context: RuleContext,
): Pick<ExplainedGroup, 'isTrue' | 'changesOn'> {
  return answerOf(timelineOfGroup(resolveRules(rules, context), customer, context));
}

function timelineOfGroup(group: ResolvedGroup, customer: RuleSubject, context: RuleContext): Timeline {
  const timelines = group.parts.map((part) => {
    if (part.kind === 'group') return timelineOfGroup(part, customer, context);
    const { segmentRules, negated } = part;
    if (segmentRules) return negatedIf(negated, timelineOfGroup(segmentRules, customer, context));
    return timelineOf(part, customer, context);
  });
  return joinParts(group, timelines);
}

interface Node<Explained> {
  explained: Explained;
  timeline: Timeline;
}

class Explainer {
  private readonly customer: RuleSubject;
  private readonly context: RuleContext & EnglishContext;

  constructor(customer: RuleSubject, context: RuleContext & EnglishContext) {
    this.customer = customer;
    this.context = context;
  }

  group(group: ResolvedGroup): Node<ExplainedGroup> {
    const { combinator, not, parts } = group;
    const nodes = parts.map((part) => (part.kind === 'group' ? this.group(part) : this.condition(part)));
    const timeline = joinParts(
      group,
      nodes.map((node) => node.timeline),
    );
    const rules = nodes.map(({ explained }) => explained);
    return { explained: { kind: 'group', combinator, not, rules, ...answerOf(timeline) }, timeline };
  }

  private condition(resolved: ResolvedCondition): Node<ExplainedCondition> {
    const { field, operator, value } = resolved.condition;
    const segment = resolved.segmentRules && this.group(resolved.segmentRules);
    const timeline = segment ? negatedIf(resolved.negated, segment.timeline) : this.timelineOf(resolved);
    const explained: ExplainedCondition = {
      kind: 'condition',
      field,
      operator,
      ...(value === undefined ? {} : { value }),
      description: describeRules({ combinator: 'and', rules: [resolved.condition] }, this.context),
      actual: this.actual(resolved),
      ...answerOf(timeline),
      ...(resolved.test.kind === 'orders' ? { orders: list(this.matchingOrders(resolved.test)) } : {}),
      ...(segment ? { segment: segment.explained, actual: segment.explained.isTrue } : {}),
    };
    return { explained, timeline };
  }

  private timelineOf(resolved: ResolvedCondition): Timeline {
    return timelineOf(resolved, this.customer, this.context);
  }

  private matchingOrders({ matching }: OrderTest): RuleOrder[] {
    return this.customer.orders.filter(compileOrderFilter(matching, this.context));
  }

  private actual({ condition, definition, test }: ResolvedCondition): ExplainedCondition['actual'] {
    const { customer } = this;
    switch (test.kind) {
      case 'orders':
        return this.measured(test);
      case 'campaign': {
        const message = customer.messages.find(({ campaignId }) => campaignId === test.campaignId);
        if (!message) return null;
        return message.outcome === 'open' && message.sentAt !== null ? 'sent' : message.outcome;
      }
      case 'messaged':
        return latest(customer.messages.flatMap(({ sentAt }) => sentAt ?? []));
      case 'segment':
        return customer.segmentIds.has(test.segmentId);
      default: {
        const value = definition.read(customer);
        if (value === null) return null;
        const key = attributeKeyOf(condition.field);
        if (key !== undefined) return customer.attributes[key] as string | number | boolean;
        if (Array.isArray(value)) return [...(value as string[])];
        if (typeof value === 'bigint') return majorUnits(value, definition.divisor?.(customer) ?? 1n);
        return definition.type === 'date'
          ? new Date(value as number).toISOString()
          : (value as string | number | boolean);
      }
    }
  }

  private measured(test: OrderTest): number | null {
    const { dividend, divisor } = measureOrders(test.measure, this.matchingOrders(test));
    if (dividend === null) return null;
    return test.measure === 'count' ? Number(dividend) : majorUnits(dividend, divisor);
  }
}

function answerOf({ now, changes }: Timeline): { isTrue: boolean; changesOn: string | null } {
  return { isTrue: now, changesOn: changes[0]?.day ?? null };
}

function joinParts({ combinator, not }: ResolvedGroup, timelines: Timeline[]): Timeline {
  const joined = joinTimelines(timelines, (answers) =>
    combinator === 'and' ? answers.every(Boolean) : answers.some(Boolean),
  );
  return negatedIf(not, joined);
}

function negatedIf(negated: boolean, timeline: Timeline): Timeline {
  return negated ? negateTimeline(timeline) : timeline;
}

function majorUnits(dividend: bigint, divisor: bigint): number {
  return toMajorUnits(divideHalfUp(dividend, divisor));
}

function latest(instants: Date[]): string | null {
  const newest = instants.reduce<Date | null>((last, at) => (last === null || at > last ? at : last), null);
  return newest?.toISOString() ?? null;
}

function list(orders: RuleOrder[]): { count: number; listed: ExplainedOrder[] } {
  const newestFirst = orders.toSorted((a, b) => b.orderedAt.getTime() - a.orderedAt.getTime());
  return {
    count: orders.length,
    listed: newestFirst.slice(0, MOST_ORDERS_LISTED).map(({ id, externalId, status, amount, orderedAt }) => ({
      id,
      externalId,
      status,
      amount: toMajorUnits(amount),
      orderedAt: orderedAt.toISOString(),
    })),
  };
}
