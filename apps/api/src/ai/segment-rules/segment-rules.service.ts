import { attributeKeyOf, describeRules, DomainError } from '@herald/shared';
import type {
  PreviewSegmentOutput,
  SegmentField,
  SegmentRules,
  SuggestSegmentRulesInput,
  SuggestSegmentRulesOutput,
} from '@herald/shared';
import { QueryTimedOut } from '@herald/platform';
import type { Queryable, RuleReader } from '@herald/platform';

import type { ReadSnapshot } from '../../campaigns/campaign-books.service.ts';
import type { FieldCatalogueService } from '../../segments/field-catalogue.service.ts';
import type { PreviewService } from '../../segments/preview.service.ts';
import { explainStopped } from '../../segments/stopped-query.ts';
import type { AiProvider } from '../ai-task.ts';
import { MIN_SHARED_BY } from '../private-data.ts';
import { phrasesIn } from '../words/read-words.ts';
import type { KnownValuesRepository } from './known-values.repository.ts';
import { idsIn, namedIn, searchedText } from './named-things.ts';
import { differenceOf, otherReading, warnOfOtherReading } from './other-reading.ts';
import { overlookedWords } from './overlooked-words.ts';
import { personalCandidatesIn } from './redacted-text.ts';
import { segmentRulesInput } from './segment-rules-input.ts';
import type { FoundValue, GatheredForText, SegmentRulesInput } from './segment-rules-input.ts';
import { readAnswer, segmentRulesTask } from './segment-rules.task.ts';
import type { RulesSuggestion } from './segment-rules.task.ts';
import { asksForEverybody } from './selects-everybody.ts';

const SELECTS_EVERYBODY = {
  words: 'all of it',
  meaning: 'These rules select every customer there is. Check that this is meant.',
};

/** Makes rules of words. Saves nothing: what becomes of them is for a person to say. */
export class SegmentRulesService {
  private readonly provider: AiProvider;
  private readonly catalogue: Pick<FieldCatalogueService, 'list' | 'sharedValues'>;
  private readonly reader: RuleReader;
  private readonly previews: PreviewService;
  private readonly knownValues: KnownValuesRepository;
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;

  constructor(deps: {
    provider: AiProvider;
    catalogue: Pick<FieldCatalogueService, 'list' | 'sharedValues'>;
    reader: RuleReader;
    previews: PreviewService;
    knownValues: KnownValuesRepository;
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
  }) {
    this.provider = deps.provider;
    this.catalogue = deps.catalogue;
    this.reader = deps.reader;
    this.previews = deps.previews;
    this.knownValues = deps.knownValues;
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
  }

  /**
   * @param signal stops what is looked up, the question to the model, and the count.
   * @throws DomainError `timed_out` when the database is too busy to look anything up
   */
  async suggest({ text }: SuggestSegmentRulesInput, signal: AbortSignal): Promise<SuggestSegmentRulesOutput> {
    const input = segmentRulesInput(await this.gather(text, signal));
    const { answer, origin } = await this.provider.run(segmentRulesTask, input, signal);
    const suggestion = readAnswer(answer, input);
    if (suggestion.rules === null) return { ...suggestion, rules: null, description: null, preview: null, origin };
    const { rules, assumptions } = suggestion;
    const preview = await this.preview(rules, signal);
    return {
      ...suggestion,
      rules,
      description: describeRules(rules, input.context),
      assumptions: [
        ...assumptions,
        ...(origin.provider === 'offline' ? [] : await this.warnIfReadOtherwise(rules, input, signal)),
        ...(selectsEverybody(preview, text) ? [SELECTS_EVERYBODY] : []),
      ],
      unmapped: unmappedIn({ ...suggestion, rules }, input, origin.provider === 'offline'),
      preview,
      origin,
    };
  }

  private async gather(text: string, signal: AbortSignal): Promise<GatheredForText> {
    const searched = searchedText(text);
    const candidates = personalCandidatesIn(text);
    const [{ fields }, sharedValues, { segments, campaigns, people }] = await Promise.all([
      this.catalogue.list(),
      // Only a model is told of values that the text does not name.
      this.provider.name === 'offline' ? new Map<string, string[]>() : this.catalogue.sharedValues(MIN_SHARED_BY),
      this.lookUp(signal, async (db) => ({
        segments: await this.knownValues.findNamed(db, 'Segment', searched, idsIn(text)),
        campaigns: await this.knownValues.findNamed(db, 'Campaign', searched, idsIn(text)),
        people: await this.knownValues.findPersonal(db, candidates.names, candidates.externalIds),
      })),
    ]);
    const named = { segments: namedIn(text, segments), campaigns: namedIn(text, campaigns) };
    const attributes = fields.filter(({ group }) => group === 'attributes');
    const [context, found] = await Promise.all([
      this.reader.contextFor(everythingNamed(attributes, named)),
      this.findValues(text, attributes, signal),
    ]);
    return { text, context, named, found, sharedValues, people };
  }

  /** Without them the parser refuses words that it would understand, and a model is told less. */
  private async findValues(text: string, attributes: SegmentField[], signal: AbortSignal): Promise<FoundValue[]> {
    const keys = attributes.filter(({ type }) => type === 'text').flatMap(({ name }) => attributeKeyOf(name) ?? []);
    try {
      return await this.readSnapshot(signal, (db) => this.knownValues.find(db, phrasesIn(text), keys));
    } catch (error) {
      if (error instanceof QueryTimedOut) return [];
      throw error;
    }
  }

  private lookUp<T>(signal: AbortSignal, work: (db: Queryable) => Promise<T>): Promise<T> {
    return explainStopped(this.timeoutMs, 'the database is busy, try again', this.readSnapshot(signal, work));
  }

  /**
   * A model's rules can be valid and wrong, "or" for "and". Where the parser understands the same words, and somebody
   * is in one of the two audiences only, both are shown.
   */
  private async warnIfReadOtherwise(rules: SegmentRules, input: SegmentRulesInput, signal: AbortSignal) {
    const other = otherReading(input);
    if (other === undefined || (await this.areSame(rules, other, signal))) return [];
    return [warnOfOtherReading(other, input)];
  }

  private async areSame(one: SegmentRules, other: SegmentRules, signal: AbortSignal): Promise<boolean> {
    try {
      const { audienceSize } = await this.previews.preview(
        { rules: differenceOf(one, other), estimate: false },
        signal,
      );
      return audienceSize === 0;
    } catch (error) {
      // Together they may be too deep, or take too long to count: then a person compares them.
      if (error instanceof DomainError) return false;
      throw error;
    }
  }

  /** An estimate when counting takes too long, and nothing when even that does. */
  private async preview(rules: SegmentRules, signal: AbortSignal): Promise<PreviewSegmentOutput | null> {
    for (const estimate of [false, true]) {
      try {
        return await this.previews.preview({ rules, estimate }, signal);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        if (error.code === 'invalid_input') throw changedMeanwhile(error);
        if (error.code !== 'timed_out') throw error;
      }
    }
    return null;
  }
}

/** As a tree of rules in which everything is named that can be named. */
function everythingNamed(attributes: SegmentField[], { segments, campaigns }: GatheredForText['named']): unknown {
  return {
    rules: [
      ...attributes.map(({ name }) => ({ field: name })),
      ...segments.map(({ id }) => ({ field: 'segment', value: id })),
      ...campaigns.map(({ id }) => ({ field: 'campaign', value: id })),
    ],
  };
}

function selectsEverybody(preview: PreviewSegmentOutput | null, text: string): boolean {
  const isEverybody = preview !== null && preview.customers > 0 && preview.audienceSize >= preview.customers;
  return isEverybody && !asksForEverybody(text);
}

/** The parser reads every word or refuses; what a model read is compared with the text. */
function unmappedIn(
  suggestion: RulesSuggestion & { rules: SegmentRules },
  input: SegmentRulesInput,
  isOffline: boolean,
): RulesSuggestion['unmapped'] {
  return isOffline ? suggestion.unmapped : [...suggestion.unmapped, ...overlookedWords(suggestion, input)];
}

/** The rules were valid a moment ago, so that it is no mistake of the caller. */
function changedMeanwhile({ message }: DomainError): DomainError {
  return new DomainError('conflict', `what the rules name was changed meanwhile; ask again (${message})`);
}
