import { TEMPLATE_VARIABLES } from '@herald/shared';
import type { ContactChannel, MessageLanguage, MessageTone, TemplateData } from '@herald/shared';

/** A value that messages of an audience may say. */
export interface BriefVariable {
  /** As templates write it: `firstName`, `attributes.plan`. */
  name: string;
  /** Per cent of the audience who have one; null when that was not counted, or would tell of too few people. */
  percentKnown: number | null;
}

/** Whom the messages are for, in what may be told to a model. */
export interface BriefAudience {
  segment: string;
  /** The rules in English, with values only that many customers share. */
  rules: string;
  /** Null when that was not counted, or they are too few to tell more of them. */
  figures: { people: number; ordersPerPerson: number; spendPerPerson: number; percentWhoOrdered: number } | null;
}

/** Everything that a suggestion of messages goes by. */
export interface MessageBrief {
  /** As it was written: what it gives may be said. */
  objective: string;
  /** The same without what may be of a customer. */
  shownObjective: string;
  channel: ContactChannel;
  tone: MessageTone;
  language: MessageLanguage;
  workspace: string;
  currency: string;
  audience: BriefAudience;
  variables: readonly BriefVariable[];
}

/**
 * Never suggested: how to reach somebody says nothing to them, and lists and sums read like a file on them.
 * Whoever writes a template by hand may use all of them.
 */
const NOT_SUGGESTED = new Set([
  'email',
  'phone',
  'postalCode',
  'tags',
  'attributes',
  'totalSpend',
  'averageOrderValue',
]);
export const SUGGESTED_VARIABLES = TEMPLATE_VARIABLES.filter((name) => !NOT_SUGGESTED.has(name));

/** Everybody has these. */
export const ALWAYS_KNOWN: ReadonlySet<string> = new Set(['visits', 'orderCount']);

const NOTHING_KNOWN = Object.fromEntries(TEMPLATE_VARIABLES.map((name) => [name, null])) as TemplateData;

/** Somebody of whom nothing is known. */
export const STRANGER: TemplateData = { ...NOTHING_KNOWN, visits: 0, orderCount: 0, tags: [], attributes: {} };

const EXAMPLES: Readonly<Record<MessageLanguage, { name: string; city: string; state: string; country: string }>> = {
  en: { name: 'Asha Rao', city: 'Pune', state: 'Maharashtra', country: 'India' },
  hi: { name: 'आशा राव', city: 'पुणे', state: 'महाराष्ट्र', country: 'भारत' },
  es: { name: 'Lucía Romero', city: 'Sevilla', state: 'Andalucía', country: 'España' },
  fr: { name: 'Camille Laurent', city: 'Lyon', state: 'Auvergne-Rhône-Alpes', country: 'France' },
  de: { name: 'Jana Weber', city: 'Bremen', state: 'Bremen', country: 'Deutschland' },
};

/** A made-up customer to show a message by; of custom attributes nothing is made up. */
export function exampleOf(language: MessageLanguage): TemplateData {
  const { name, ...place } = EXAMPLES[language];
  return {
    ...STRANGER,
    ...place,
    name,
    firstName: name.split(' ')[0],
    visits: 12,
    orderCount: 4,
    firstOrderAt: '2025-03-14',
    lastOrderAt: '2026-08-02',
  };
}

const LONG_ATTRIBUTE = 'x'.repeat(30);

/** Somebody whose every value is about as long as they get. */
export function wordiest(attributeKeys: readonly string[]): TemplateData {
  return {
    ...STRANGER,
    name: 'Venkatanarasimharajuvaripeta Krishnamurthy',
    firstName: 'Venkatanarasimharaju',
    city: 'Thiruvananthapuram',
    state: 'Andaman and Nicobar Islands',
    country: 'United Arab Emirates',
    visits: 10_000,
    orderCount: 10_000,
    firstOrderAt: '2025-03-14',
    lastOrderAt: '2026-08-02',
    attributes: Object.fromEntries(attributeKeys.map((key) => [key, LONG_ATTRIBUTE])),
  };
}
