import { parseMessageTemplate, SUGGESTED_LENGTHS } from '@herald/shared';
import type { MessageLanguage, MessageTone } from '@herald/shared';

import { writeDate } from './dates-in-text.ts';
import { ALWAYS_KNOWN, wordiest } from './message-brief.ts';
import type { MessageBrief } from './message-brief.ts';
import { APPROACHES, isSober } from './message-kinds.ts';
import { factsOf } from './objective-facts.ts';
import type { ObjectiveFacts } from './objective-facts.ts';
import { ENGLISH } from './texts/english.ts';
import { FRENCH } from './texts/french.ts';
import { GERMAN } from './texts/german.ts';
import { HINDI } from './texts/hindi.ts';
import type { BodyText, LanguageTexts } from './texts/language-texts.ts';
import { SPANISH } from './texts/spanish.ts';
import type { Variant } from './variant-rules.ts';

const TEXTS: Readonly<Record<MessageLanguage, LanguageTexts>> = {
  en: ENGLISH,
  hi: HINDI,
  es: SPANISH,
  fr: FRENCH,
  de: GERMAN,
};
/** What an offer applies to is not understood here, and must not get lost. */
const TERMS = ' Add the terms of the offer, such as what it applies to.';
const WHICH_OFFER = ' Say what the offer is: only percentages, amounts, codes and free shipping are taken over.';
/** A longer name is left out of short messages. */
const LONGEST_SIGNATURE = 30;

/** Two messages out of Herald's own texts, with what the objective gives literally and nothing else. */
export function writeVariants(brief: MessageBrief): Variant[] {
  const facts = factsOf(brief.objective, brief.language);
  const texts = TEXTS[brief.language];
  return texts.bodies[facts.kind].map((body, index) => {
    const approach = APPROACHES[facts.kind][index];
    const write = brief.channel === 'email' ? writeMail : writeShortMessage;
    return {
      approach: approach?.name ?? '',
      messageTemplate: withKnownVariables(write(body, facts, texts, brief), brief),
      reason: `${approach?.reason ?? ''}${termsOf(facts)}`,
    };
  });
}

function termsOf({ kind, hasOffer, percentOff, amountOff, code, hasFreeShipping }: ObjectiveFacts): string {
  if (kind === 'notice' || !hasOffer) return '';
  const isSaid = percentOff !== undefined || amountOff !== undefined || code !== undefined || hasFreeShipping;
  return isSaid ? TERMS : WHICH_OFFER;
}

/** Neither a playful word nor a hurried one fits what is serious. */
function toneOf({ tone }: MessageBrief, { kind }: ObjectiveFacts): MessageTone {
  return isSober(kind) ? 'professional' : tone;
}

function writeMail(body: BodyText, facts: ObjectiveFacts, texts: LanguageTexts, brief: MessageBrief): string {
  const tone = toneOf(brief, facts);
  const { product, offer } = sentencesOf(facts, texts);
  const paragraphs = [
    texts.greetings[tone],
    texts.openings[tone],
    body.email.replaceAll('[wish]', facts.wish),
    [...product, ...offer].join(' '),
    `${texts.closings[tone]}\n${plain(brief.workspace)}`,
  ];
  return paragraphs.filter((paragraph) => paragraph !== null && paragraph !== '').join('\n\n');
}

/** Leaves out what there is no room for: first what it is about, then who writes, then the date. */
function writeShortMessage(body: BodyText, facts: ObjectiveFacts, texts: LanguageTexts, brief: MessageBrief): string {
  const { product, offer, essential } = sentencesOf(facts, texts);
  const said = [onOneLine(texts, toneOf(brief, facts)), body.phone.replaceAll('[wish]', facts.wish)];
  const signature = brief.workspace.length <= LONGEST_SIGNATURE ? [`- ${plain(brief.workspace)}`] : [];
  const candidates = [
    [...said, ...product, ...offer, ...signature],
    [...said, ...offer, ...signature],
    [...said, ...offer],
    [...said, ...essential],
    said,
  ].map((parts) => parts.join(' '));
  return candidates.find((text) => fits(text, brief)) ?? said.join(' ');
}

function fits(text: string, { channel }: MessageBrief): boolean {
  return parseMessageTemplate(text).render(wordiest([])).length <= SUGGESTED_LENGTHS[channel];
}

function sentencesOf(facts: ObjectiveFacts, { sentences, locale }: LanguageTexts) {
  const { kind, percentOff, amountOff, code, minimum, hasFreeShipping, hasOffer, date, product } = facts;
  const filled = (sentence: string, value: string | undefined) =>
    value === undefined ? [] : [sentence.replace('[value]', () => value)];
  const percentage = percentOff === undefined ? undefined : writePercentage(percentOff.percent, locale);
  const given = [
    ...filled(percentOff?.isMost === true ? sentences.upTo : sentences.percentOff, percentage),
    ...filled(sentences.amountOff, amountOff),
    ...filled(sentences.code, code),
    ...(hasFreeShipping ? [sentences.freeShipping] : []),
  ];
  const some = given.length > 0 || !hasOffer || kind === 'offer' || isSober(kind) ? [] : [sentences.someOffer];
  // A number in a notice is what gets dearer as often as what gets cheaper.
  const essential = kind === 'notice' ? [] : [...given, ...some, ...filled(sentences.minimum, minimum)];
  const isDated = essential.length > 0 || kind === 'event' || kind === 'news' || kind === 'notice';
  return {
    product: filled(isSober(kind) ? sentences.matter : sentences.product, product),
    essential,
    offer: [...essential, ...(isDated ? sayDate(date, essential.length > 0, { sentences, locale }) : [])],
  };
}

/** Days such as "tomorrow" are others on the day on which the message is read, and are not said. */
function sayDate(
  date: ObjectiveFacts['date'],
  isOffer: boolean,
  { sentences, locale }: Pick<LanguageTexts, 'sentences' | 'locale'>,
): string[] {
  if (date === undefined) return [];
  if (date.key === 'weekend') return [sentences.weekend];
  const day = writeDate(date.key, locale);
  const sentence = date.isDeadline && isOffer ? sentences.until : sentences.on;
  return day === undefined ? [] : [sentence.replace('[value]', () => day)];
}

function writePercentage(percent: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  // The space that does not break is none of the letters of a short message.
  return format.format(percent / 100).replaceAll(/\s/gu, ' ');
}

/** Where no new line begins after the greeting, the sentence that follows does not go on from it. */
function onOneLine({ greetings, locale }: LanguageTexts, tone: MessageTone): string {
  const mark = tone === 'professional' ? ':' : '!';
  // French has a space before either.
  return greetings[tone].replace(/,$/u, locale.startsWith('fr') ? ` ${mark}` : mark);
}

/** A name that somebody chose is no part of a template's language. */
function plain(name: string): string {
  return name.replaceAll(/[{}<>`*_[\]]/gu, '').trim();
}

/** Of what was not offered, only the fallback is left. */
function withKnownVariables(template: string, { variables }: MessageBrief): string {
  const known = new Set([...variables.map(({ name }) => name), ...ALWAYS_KNOWN]);
  return template.replaceAll(/\{(\w+)\|([^{}|]*)\}/gu, (found, name: string, fallback: string) =>
    known.has(name) ? found : fallback,
  );
}
