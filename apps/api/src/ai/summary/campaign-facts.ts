import { calendarDateIn, EXCLUSION_REASONS, FAILURE_CLASSES, writeDate } from '@herald/shared';
import type { CampaignFact, CampaignStatus, CommunicationStatus, ExclusionReason, FailureClass } from '@herald/shared';
import type { CountedRows } from '@herald/platform';

import { MIN_SHARED_BY } from '../private-data.ts';
import type { CountedBreakdowns, Outcome } from './campaign-facts.repository.ts';
import { clearDifference } from './clear-difference.ts';
import { countText, minutesText, moneyText, percentOf, percentText } from './fact-text.ts';
import { spendBandText, spendBands } from './spend-bands.ts';

/** A campaign as it is counted, all of one moment. */
export interface CountedCampaign {
  status: CampaignStatus;
  audienceSize: number;
  launchedAt: Date;
  completedAt: Date | null;
  rows: readonly Pick<CountedRows, 'status' | 'failureClass' | 'exclusionReason' | 'count'>[];
  breakdowns: CountedBreakdowns;
  currency: string;
  timeZone: string;
}

/** All that a text about a campaign may say. */
export interface CampaignFacts {
  status: CampaignStatus;
  /** Nothing is open any more. */
  isFinal: boolean;
  facts: CampaignFact[];
  /** Ids of the groups (`spend.high`) between which the difference is clear. */
  differences: { best: string; worst: string }[];
}

export const MOST_CITIES = 5;

const REST = 'city.other';

/** As they stand after "were", whatever their number. */
const FAILURE_TEXTS: Record<FailureClass, string> = {
  UNDELIVERED: 'not delivered by the vendor',
  REFUSED: 'refused by the vendor',
  UNANSWERED: 'never answered by the vendor',
  UNCERTAIN: 'of unknown outcome',
  TEMPLATE: 'impossible to write from the template',
};
const EXCLUSION_TEXTS: Record<ExclusionReason, string> = {
  UNSUBSCRIBED: 'unsubscribed',
  NO_EMAIL: 'without an email address',
  NO_PHONE: 'without a phone number',
  ERASED: 'erased',
};
/** What the sender of this installation writes; a vendor's own words are never told on. */
const KNOWN_REASON = /^(the vendor answered \d{3}|the vendor could not deliver it|the vendor did not answer in time)$/;
/** What of a city can be named in a text: letters, marks, digits and what stands between them in names of places: no address, no markup, no sentence. */
const PLACE_NAME = /^\p{L}(?:[\p{L}\p{M}\p{N} '’()-]|\.(?=[ )]|$)){0,59}$/u;

export function factsOf(campaign: CountedCampaign): CampaignFacts {
  const ended = campaign.rows.reduce((sum, row) => sum + (isOpen(row.status) ? 0 : row.count), 0);
  // A campaign that failed while its audience was written never writes the rest.
  const open =
    campaign.status === 'FAILED' ? count(campaign, ({ status }) => isOpen(status)) : campaign.audienceSize - ended;
  const groups = { spend: spendGroups(campaign), city: cityGroups(campaign.breakdowns) };
  return {
    status: campaign.status,
    isFinal: open === 0,
    facts: [
      ...totals(campaign, open),
      ...reasons(campaign),
      ...groups.spend.flatMap(groupFacts),
      ...groups.city.flatMap(groupFacts),
      ...times(campaign, open === 0),
    ],
    differences: [clearDifference(groups.spend), clearCities(groups.city)].flatMap((found) =>
      found === undefined ? [] : [{ best: found.best.id, worst: found.worst.id }],
    ),
  };
}

function totals(campaign: CountedCampaign, open: number): CampaignFact[] {
  const of = (status: CommunicationStatus) => count(campaign, (row) => row.status === status);
  const [delivered, failed] = [of('SENT'), of('FAILED')];
  const optional = [
    people('open', 'messages still open', open),
    people('cancelled', 'messages cancelled before they were sent', of('CANCELLED')),
    people('excluded', 'people of the audience who were left out', of('EXCLUDED')),
    people('held_out', 'people of the audience who were held out for comparison', of('HOLDOUT')),
  ];
  return [
    people('audience', 'people in the audience', campaign.audienceSize),
    people('reached', 'people who were to get a message', delivered + failed + open),
    people('delivered', 'messages delivered', delivered),
    people('failed', 'messages failed', failed),
    ...(delivered + failed > 0
      ? [percent('delivered.percent', 'delivered, of the messages that have ended', delivered, delivered + failed)]
      : []),
    ...optional.filter(({ value }) => value !== 0),
  ];
}

function reasons(campaign: CountedCampaign): CampaignFact[] {
  const failures = FAILURE_CLASSES.map((key) => ({
    id: `failed.${key.toLowerCase()}`,
    label: `messages ${FAILURE_TEXTS[key]}`,
    text: FAILURE_TEXTS[key],
    count: count(campaign, ({ failureClass }) => failureClass === key),
  }));
  const exclusions = EXCLUSION_REASONS.map((key) => ({
    id: `excluded.${key.toLowerCase()}`,
    label: `people left out: ${EXCLUSION_TEXTS[key]}`,
    text: EXCLUSION_TEXTS[key],
    count: count(campaign, ({ exclusionReason }) => exclusionReason === key),
  }));
  const known = campaign.breakdowns.reasons.filter(({ reason }) => KNOWN_REASON.test(reason));
  const texts = known.map(({ reason, recipients }, index) => ({
    id: `reason.${index + 1}`,
    label: `failures with the reason: ${reason}`,
    text: reason,
    count: recipients,
  }));
  // Most frequent first, so that texts and readers begin with what matters.
  return [failures, exclusions, texts].flatMap((kind) =>
    kind
      .filter((each) => each.count > 0)
      .toSorted((a, b) => b.count - a.count)
      .flatMap((each) => [people(each.id, each.label, each.count), name(`${each.id}.name`, 'why', each.text)]),
  );
}

interface Group extends Outcome {
  id: string;
  text: string;
  thresholds: CampaignFact[];
}

function spendGroups({ breakdowns, currency }: CountedCampaign): Group[] {
  return spendBands(breakdowns.spend, MIN_SHARED_BY).map((band) => {
    const money = (edge: 'from' | 'to', label: string) => {
      const value = band[edge];
      if (value === undefined) return [];
      const text = moneyText(value, currency);
      return [{ id: `spend.${band.id}.${edge}`, label, value, unit: 'money' as const, text }];
    };
    return {
      ...band,
      id: `spend.${band.id}`,
      text: spendBandText(band, currency),
      thresholds: [...money('from', 'spent more than'), ...money('to', 'spent at most')],
    };
  });
}

function cityGroups({ cities, spend }: CountedBreakdowns): Group[] {
  const named = cities.filter(({ city }) => PLACE_NAME.test(city)).slice(0, MOST_CITIES);
  const groups = named.map((city, index) => ({ ...city, id: `city.${index + 1}`, text: city.city, thresholds: [] }));
  const rest = subtract(spend, named);
  if (groups.length === 0 || rest.reached < MIN_SHARED_BY) return groups;
  return [...groups, { ...rest, id: REST, text: 'all other places', thresholds: [] }];
}

/** Cities that have names say more than the rest of the places. */
function clearCities(cities: readonly Group[]): ReturnType<typeof clearDifference<Group>> {
  return clearDifference(cities.filter(({ id }) => id !== REST)) ?? clearDifference(cities);
}

function subtract(all: readonly Outcome[], some: readonly Outcome[]): Outcome {
  const total = (key: keyof Outcome) =>
    all.reduce((sum, each) => sum + each[key], 0) - some.reduce((sum, each) => sum + each[key], 0);
  return { reached: total('reached'), delivered: total('delivered'), failed: total('failed') };
}

function groupFacts({ id, text, thresholds, reached, delivered, failed }: Group): CampaignFact[] {
  const ended = delivered + failed;
  return [
    name(`${id}.name`, 'group of recipients', text),
    ...thresholds,
    people(`${id}.reached`, `${text}: people who were to get a message`, reached),
    people(`${id}.delivered`, `${text}: messages delivered`, delivered),
    people(`${id}.failed`, `${text}: messages failed`, failed),
    ...(ended > 0
      ? [percent(`${id}.delivered.percent`, `${text}: delivered, of the messages that have ended`, delivered, ended)]
      : []),
  ];
}

function times({ launchedAt, completedAt, breakdowns, timeZone }: CountedCampaign, isFinal: boolean): CampaignFact[] {
  const launched = calendarDateIn(launchedAt, timeZone);
  const ended = isFinal && completedAt !== null ? calendarDateIn(completedAt, timeZone) : launched;
  const dates = [
    date('launched', 'the day of the launch', launched),
    ...(ended === launched ? [] : [date('ended', 'the day on which the last message ended', ended)]),
  ];
  if (breakdowns.deliveryMinutes === null) return dates;
  const [half, most, last] = breakdowns.deliveryMinutes;
  return [
    ...dates,
    { id: 'time.half.share', label: 'share of the deliveries', value: 50, unit: 'percent', text: 'half' },
    minutes('time.half', 'from the launch until half of the deliveries were made', half),
    { id: 'time.most.share', label: 'share of the deliveries', value: 95, unit: 'percent', text: '95 %' },
    minutes('time.most', 'from the launch until 95 % of the deliveries were made', most),
    minutes('time.last', 'from the launch until the last delivery', last),
  ];
}

function isOpen(status: CommunicationStatus): boolean {
  return status === 'PENDING' || status === 'SENDING' || status === 'ACCEPTED';
}

function count({ rows }: CountedCampaign, matches: (row: CountedCampaign['rows'][number]) => boolean): number {
  return rows.filter(matches).reduce((sum, row) => sum + row.count, 0);
}

function people(id: string, label: string, value: number): CampaignFact {
  return { id, label, value, unit: 'people', text: countText(value) };
}

function percent(id: string, label: string, part: number, whole: number): CampaignFact {
  const value = percentOf(part, whole);
  return { id, label, value, unit: 'percent', text: percentText(value) };
}

function minutes(id: string, label: string, value: number): CampaignFact {
  return { id, label, value: Math.round(value), unit: 'minutes', text: minutesText(value) };
}

function date(id: string, label: string, value: string): CampaignFact {
  return { id, label, value, unit: 'date', text: writeDate(value) };
}

function name(id: string, label: string, value: string): CampaignFact {
  return { id, label, value, unit: 'name', text: value };
}
