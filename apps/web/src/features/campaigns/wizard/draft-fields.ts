import { MAX_CAMPAIGN_NAME_LENGTH, MAX_TEMPLATE_LENGTH } from '@herald/shared';
import type { CampaignOutput, ContactChannel } from '@herald/shared';

/** What somebody decides about a campaign before it is launched. */
export interface DraftFields {
  name: string;
  /** Null until one is chosen; nothing is saved before that. */
  segmentId: string | null;
  messageTemplate: string;
  reachBy: ContactChannel | null;
  holdoutPercent: number;
  tags: string[];
}

export const EMPTY_DRAFT: DraftFields = {
  name: '',
  segmentId: null,
  messageTemplate: '',
  reachBy: 'email',
  holdoutPercent: 0,
  tags: [],
};
/** Above it hardly anybody would get the message, and the API refuses it. */
export const MAX_HOLDOUT_PERCENT = 90;

const NAMES = Object.keys(EMPTY_DRAFT) as (keyof DraftFields)[];

export function fieldsOf(campaign: CampaignOutput): DraftFields {
  const { name, segmentId, messageTemplate, reachBy, holdoutPercent, tags } = campaign;
  return { name, segmentId, messageTemplate, reachBy, holdoutPercent, tags };
}

/** What is wrong with a field, in words for beside it. What is wrong is not saved; the rest is. */
export function problemsOf(fields: DraftFields): Partial<Record<keyof DraftFields, string>> {
  const { name, messageTemplate, holdoutPercent } = fields;
  const problems: Partial<Record<keyof DraftFields, string>> = {};
  if (name.trim() === '') problems.name = 'Give the campaign a name';
  if (name.trim().length > MAX_CAMPAIGN_NAME_LENGTH) {
    problems.name = `At most ${MAX_CAMPAIGN_NAME_LENGTH} characters; this has ${name.trim().length}`;
  }
  if (messageTemplate.length > MAX_TEMPLATE_LENGTH) {
    problems.messageTemplate = `At most ${MAX_TEMPLATE_LENGTH.toLocaleString()} characters`;
  }
  if (!Number.isInteger(holdoutPercent) || holdoutPercent < 0 || holdoutPercent > MAX_HOLDOUT_PERCENT) {
    problems.holdoutPercent = `A whole number from 0 to ${MAX_HOLDOUT_PERCENT}`;
  }
  return problems;
}

/** Those of `fields` that are not as in `base`. */
export function changesBetween(base: DraftFields, fields: DraftFields): Partial<DraftFields> {
  return pick(fields, (name) => !isSame(fields[name], base[name]));
}

function isSame(one: DraftFields[keyof DraftFields], other: DraftFields[keyof DraftFields]): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

export function pick(fields: Partial<DraftFields>, isWanted: (name: keyof DraftFields) => boolean) {
  return Object.fromEntries(
    NAMES.filter((name) => name in fields && isWanted(name)).map((name) => [name, fields[name]]),
  ) as Partial<DraftFields>;
}
