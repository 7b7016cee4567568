import { describeRules, fieldDefinition, FIELDS, toMajorUnits } from '@herald/shared';
import type { Condition, LookalikesOutput } from '@herald/shared';

import { daysAgo, type Feature, NEVER, type Today } from './bands.ts';
import { bandConditions } from './box-rules.ts';
import { type Box, SEGMENT_STEPS, type Spread } from './ladder.ts';
import type { GroupProfile } from './lookalikes.repository.ts';
import { liftOf, markCondition, type ProfileMark } from './profile-marks.ts';

/** A feature as the segment has it, held against everybody. */
export interface FeatureFinding {
  feature: Feature;
  spread: Spread;
  /** 0 to 1; see `gapOf`. */
  gap: number;
  isApart: boolean;
}

interface Explained {
  members: GroupProfile;
  features: readonly FeatureFinding[];
  marks: readonly ProfileMark[];
  currency: string;
  today: Today;
}

/** What was compared, what the rules ask of it and why. */
export function describeLikenesses(
  { features, marks, currency, today }: Explained,
  box: Box,
  marksAsked: readonly ProfileMark[],
): LookalikesOutput['likenesses'] {
  const ruleOf = (rules: Condition[]) =>
    rules.length === 0 ? null : describeRules({ combinator: 'and', rules }, { currency });
  return [
    ...features.map((finding) => ({
      field: finding.feature,
      label: FIELDS[finding.feature].label,
      inSegment: rangeInWords(finding, currency, today),
      rule: ruleOf(bandConditions(finding.feature, box[finding.feature])),
      weight: weightOf(finding),
    })),
    ...marks.map((mark) => ({
      field: mark.field,
      label: labelOf(mark.field),
      inSegment: `${percent(mark.share)} of the segment, ${percent(mark.shareOfAll)} of all customers: ${ruleOf([markCondition(mark)]) ?? ''}`,
      rule: marksAsked.includes(mark) ? ruleOf([markCondition(mark)]) : null,
      weight: marksAsked.includes(mark)
        ? `Counts: ${liftOf(mark).toFixed(1)} times as common in the segment as among all customers.`
        : 'Left out: with it there are fewer people than were asked for.',
    })),
  ];
}

function weightOf({ gap, isApart, spread: { everybody } }: FeatureFinding): string {
  if (everybody[0] === everybody.at(-1)) return 'Says nothing: it is the same of all customers.';
  if (!isApart) return 'Says nothing: the segment is spread in it much as all customers are.';
  return `Counts: it sets the segment apart, by up to ${Math.round(100 * gap)} points from all customers. Far more of it is as unlike as far less.`;
}

function rangeInWords({ feature, spread: { segment } }: FeatureFinding, currency: string, today: Today): string {
  const [low, middle, high] = [0.05, 0.5, 0.95].map((share) => {
    const value = segment[Math.round(share * SEGMENT_STEPS)] ?? 0;
    return valueInWords(feature, value, currency, today);
  }) as [string, string, string];
  if (low === high) return `nine in ten: ${low}`;
  const [from, to] = feature === 'lastOrderAt' ? [high, low] : [low, high];
  return `nine in ten: ${from} to ${to}; the median: ${middle}`;
}

function valueInWords(feature: Feature, value: number, currency: string, today: Today): string {
  switch (feature) {
    case 'lastOrderAt': {
      if (value === NEVER) return 'never';
      const days = daysAgo(value, today);
      return days === 0 ? 'today' : `${number(days)} ${days === 1 ? 'day' : 'days'} ago`;
    }
    case 'totalSpend':
      return `${amount(toMajorUnits(BigInt(value)))} ${currency}`;
    case 'orderCount':
      return `${number(value)} ${value === 1 ? 'order' : 'orders'}`;
    case 'visits':
      return `${number(value)} ${value === 1 ? 'visit' : 'visits'}`;
  }
}

function labelOf(field: string): string {
  return fieldDefinition(field)?.label ?? field.slice('attributes.'.length);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function amount(value: number): string {
  return value.toLocaleString('en', {
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    maximumFractionDigits: 2,
  });
}
