import { attributeKeyOf } from '@herald/shared';
import type { Condition } from '@herald/shared';

/** How many of a group have a value of their profile. */
export interface ValueCount {
  /** As rules name it: `city`, `tags`, `attributes.plan`. */
  field: string;
  /** As it is compared. */
  key: string;
  /** As somebody wrote it. */
  shown: string;
  isBoolean: boolean;
  people: number;
}

export interface Counted {
  people: number;
  values: readonly ValueCount[];
}

/** Values that many in the segment have and few others. */
export interface ProfileMark {
  field: string;
  isBoolean: boolean;
  keys: string[];
  shown: string[];
  /** Of the segment, and of everybody; 0 to 1. */
  share: number;
  shareOfAll: number;
}

/** Values of which fewer people can tell say nothing of a segment, and may say something of somebody. */
const LEAST_PEOPLE = 20;
const LEAST_SHARE = 0.6;
const LEAST_LIFT = 2;
const MOST_VALUES = 10;
/** More would leave next to nobody. */
const MOST_MARKS = 3;
/** The narrowest that marks the segment stands for those around it. */
const PLACES = ['city', 'state', 'country'];

/**
 * What marks the profiles of a segment: values that are at least twice as common in it as among everybody, and that
 * together six in ten of it have. The most telling first.
 */
export function findMarks(segment: Counted, everybody: Counted, segmentSize: number): ProfileMark[] {
  const candidates = groups(segment.values).map((values) => markOf(values, segment, everybody));
  const marks = candidates
    .filter((mark) => mark.share >= LEAST_SHARE && mark.share * segmentSize >= LEAST_PEOPLE)
    .toSorted((a, b) => liftOf(b) - liftOf(a));
  const place = PLACES.find((field) => marks.some((mark) => mark.field === field));
  return marks.filter(({ field }) => !PLACES.includes(field) || field === place).slice(0, MOST_MARKS);
}

/** The condition that says of a customer that it has the mark. */
export function markCondition({ field, keys, shown, isBoolean }: ProfileMark): Condition {
  const [only = '', ...others] = shown;
  if (field === 'tags') return { field, operator: 'has', value: only };
  const asked = attributeKeyOf(field) === undefined ? 'city' : (field as 'attributes.x');
  const condition = { field: field as typeof asked };
  if (isBoolean) return { ...condition, operator: '=', value: keys[0] === 'true' };
  return others.length === 0
    ? { ...condition, operator: '=', value: only }
    : { ...condition, operator: 'in', value: shown };
}

export function liftOf({ share, shareOfAll }: ProfileMark): number {
  return share / shareOfAll;
}

/** A customer has one city and one value of an attribute, so those add up; tags are each for themselves. */
function groups(values: readonly ValueCount[]): ValueCount[][] {
  const found = new Map<string, ValueCount[]>();
  for (const value of values) {
    const group = value.field === 'tags' ? `tags ${value.key}` : value.field;
    found.set(group, [...(found.get(group) ?? []), value]);
  }
  return [...found.values()];
}

function markOf(values: ValueCount[], segment: Counted, everybody: Counted): ProfileMark {
  const { field = '', isBoolean = false } = values[0] ?? {};
  const shares = values.map((value) => ({
    value,
    share: value.people / segment.people,
    shareOfAll: peopleWith(value, everybody) / everybody.people,
  }));
  const telling = shares
    .filter(({ share, shareOfAll }) => share >= LEAST_LIFT * shareOfAll)
    .toSorted((a, b) => b.share - a.share || (a.value.key < b.value.key ? -1 : 1))
    .slice(0, MOST_VALUES);
  return {
    field,
    isBoolean,
    keys: telling.map(({ value }) => value.key),
    shown: telling.map(({ value }) => value.shown),
    share: telling.reduce((sum, { share }) => sum + share, 0),
    shareOfAll: telling.reduce((sum, { shareOfAll }) => sum + shareOfAll, 0),
  };
}

/** Nobody among those who were looked at is at most one. */
function peopleWith({ field, key }: ValueCount, { values }: Counted): number {
  return values.find((value) => value.field === field && value.key === key)?.people ?? 1;
}
