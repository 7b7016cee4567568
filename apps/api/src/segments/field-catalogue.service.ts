import {
  attributeField,
  attributeFieldName,
  describeField,
  FIELD_NAMES,
  FIELDS,
  MAX_CONDITIONS,
  MAX_DAYS,
  MAX_LEVELS,
  MAX_LIST_VALUES,
  MAX_TEXT_LENGTH,
  ORDER_FIELD_NAMES,
  ORDER_FIELDS,
  ORDER_STATUSES,
  operatorsOfField,
  operatorsOfOrderField,
} from '@herald/shared';
import type { FieldDefinition, SegmentField, SegmentFieldsOutput } from '@herald/shared';
import type { WorkspaceRepository } from '@herald/platform';

import type { FieldCatalogueRepository, KnownAttribute, Suggestion } from './field-catalogue.repository.ts';
import { BOOLEANS, type Suggestions, toChoices, toSuggestion } from './field-suggestions.ts';

/** Customers come and go slowly, and looking through them takes a while. */
const REMEMBERED_MS = 30_000;

/** Everything that rules can ask, out of the one table of fields and operators. */
export class FieldCatalogueService {
  private readonly repository: FieldCatalogueRepository;
  private readonly workspace: Pick<WorkspaceRepository, 'read'>;
  private readonly now: () => Date;
  private remembered: { suggestions: Promise<Suggestion[]>; untilMs: number } | undefined;

  constructor(repository: FieldCatalogueRepository, workspace: Pick<WorkspaceRepository, 'read'>, now: () => Date) {
    this.repository = repository;
    this.workspace = workspace;
    this.now = now;
  }

  async list(): Promise<SegmentFieldsOutput> {
    const [attributes, suggestions, choices, { timeZone, currency }] = await Promise.all([
      this.repository.findAttributes(),
      this.suggestions(),
      this.repository.findChoices(),
      this.workspace.read(),
    ]);
    const choicesOf = { campaign: toChoices(choices.campaigns), segment: toChoices(choices.segments) };
    const valuesOf = (field: string) =>
      suggestions.filter((suggestion) => suggestion.field === field).map(toSuggestion);
    return {
      fields: [
        ...FIELD_NAMES.map((name) => {
          const values = name === 'campaign' || name === 'segment' ? choicesOf[name] : valuesOf(name);
          return toField(name, FIELDS[name], values);
        }),
        ...attributes.map((attribute) => toAttribute(attribute, valuesOf(attributeFieldName(attribute.key)))),
      ],
      orderFields: ORDER_FIELD_NAMES.map((name) => ({
        ...describeField(name, { ...ORDER_FIELDS[name], group: 'orders' }, operatorsOfOrderField(name)),
        suggestions: name === 'status' ? ORDER_STATUSES.map((status) => ({ value: status, label: status })) : [],
      })),
      limits: {
        levels: MAX_LEVELS,
        conditions: MAX_CONDITIONS,
        listValues: MAX_LIST_VALUES,
        textLength: MAX_TEXT_LENGTH,
        days: MAX_DAYS,
      },
      timeZone,
      currency,
    };
  }

  /** Frequent values by field, only those that at least so many customers share. */
  async sharedValues(leastCustomers: number): Promise<Map<string, string[]>> {
    const shared = (await this.suggestions()).filter(({ customers }) => customers >= leastCustomers);
    const fields = [...new Set(shared.map(({ field }) => field))];
    const valuesOf = (name: string) => shared.filter(({ field }) => field === name).map(({ value }) => value);
    return new Map(fields.map((field) => [field, valuesOf(field)]));
  }

  private suggestions(): Promise<Suggestion[]> {
    const nowMs = this.now().getTime();
    if (this.remembered === undefined || this.remembered.untilMs <= nowMs) {
      const suggestions = this.repository.findSuggestions();
      this.remembered = { suggestions, untilMs: nowMs + REMEMBERED_MS };
      suggestions.catch(() => (this.remembered = undefined));
    }
    return this.remembered.suggestions;
  }
}

function toField(name: string, definition: FieldDefinition, found: Suggestions): SegmentField {
  const suggestions = definition.type === 'boolean' ? BOOLEANS : found;
  return { ...describeField(name, definition, operatorsOfField(definition)), suggestions };
}

function toAttribute({ key, type, misfits }: KnownAttribute, suggestions: Suggestions): SegmentField {
  return { ...toField(attributeFieldName(key), attributeField(key, type), suggestions), misfits };
}
