import {
  attributeKeyOf,
  DomainError,
  type FieldDefinition,
  FIELDS,
  type FieldValuesOutput,
  type FieldValuesQuery,
  foldText,
  isFieldName,
  ORDER_FIELD_NAMES,
  ORDER_STATUSES,
} from '@herald/shared';
import { QueryTimedOut } from '@herald/platform';

import type { ReadSnapshot } from '../campaigns/campaign-books.service.ts';
import { BOOLEANS, toChoices, toSuggestion, VALUES_PER_FIELD } from './field-suggestions.ts';
import type { FieldValuesRepository } from './field-values.repository.ts';
import { isListed, type ListedField } from './listed-fields.ts';
import { explainStopped } from './stopped-query.ts';

type Values = FieldValuesOutput['values'];

/** Lists values that one field has, for whoever types one. */
export class FieldValuesService {
  private readonly repository: FieldValuesRepository;
  private readonly readSnapshot: ReadSnapshot;
  private readonly timeoutMs: number;

  constructor(deps: {
    repository: FieldValuesRepository;
    /** In which no statement may take longer than `timeoutMs`. */
    readSnapshot: ReadSnapshot;
    timeoutMs: number;
  }) {
    this.repository = deps.repository;
    this.readSnapshot = deps.readSnapshot;
    this.timeoutMs = deps.timeoutMs;
  }

  /** @throws DomainError `invalid_input` for a field whose values are not listed, or `timed_out` */
  async list({ field, scope, search = '' }: FieldValuesQuery, signal: AbortSignal): Promise<FieldValuesOutput> {
    const values = await (scope === 'order'
      ? this.ofOrders(field, search, signal)
      : this.ofCustomers(field, search, signal));
    return { values };
  }

  private async ofOrders(field: string, search: string, signal: AbortSignal): Promise<Values> {
    if (field === 'status')
      return containing(
        search,
        ORDER_STATUSES.map((value) => toSuggestion({ value })),
      );
    if (isListed('order', field)) return this.read({ scope: 'order', field }, search, signal);
    throw notListed(field, (ORDER_FIELD_NAMES as readonly string[]).includes(field));
  }

  private async ofCustomers(field: string, search: string, signal: AbortSignal): Promise<Values> {
    if (field === 'campaign') return toChoices(await this.repository.findNamed('Campaign', search));
    if (field === 'segment') return toChoices(await this.repository.findNamed('Segment', search));
    const attributeKey = attributeKeyOf(field);
    if (attributeKey !== undefined) return this.ofAttribute(field, attributeKey, search, signal);
    if (!isFieldName(field)) throw notListed(field, false);
    const { type, suggests = false }: FieldDefinition = FIELDS[field];
    if (suggests && type === 'boolean') return containing(search, BOOLEANS);
    // Never those that identify somebody.
    if (!suggests || !isListed('customer', field)) throw notListed(field, true);
    return this.read({ scope: 'customer', field }, search, signal);
  }

  private async ofAttribute(field: string, attributeKey: string, search: string, signal: AbortSignal): Promise<Values> {
    const type = await this.repository.findAttributeType(attributeKey);
    if (type === 'boolean') return containing(search, BOOLEANS);
    if (type !== 'text') throw notListed(field, type !== undefined);
    return this.read({ scope: 'customer', field: 'attribute', attributeKey }, search, signal);
  }

  private async read(listed: ListedField, search: string, signal: AbortSignal): Promise<Values> {
    const found = await this.explained(
      this.readSnapshot(signal, async (db) => ({
        values: await this.repository.find(db, listed, search, 'sample'),
        isLarge: await this.repository.isLarge(db, listed),
      })),
    );
    // What is frequent is in the sample; what somebody looks for by its letters may be rare.
    const isEnough = search === '' || found.values.length === VALUES_PER_FIELD || !found.isLarge;
    const values = isEnough ? found.values : await this.readAll(listed, search, signal, found.values);
    return values.map((value) => toSuggestion({ value }));
  }

  /** Out of everything; when that takes too long, what the sample had. */
  private async readAll(
    listed: ListedField,
    search: string,
    signal: AbortSignal,
    sampled: string[],
  ): Promise<string[]> {
    const reading = this.readSnapshot(signal, (db) => this.repository.find(db, listed, search, 'everything'));
    return this.explained(
      reading.catch((error: unknown) => {
        if (error instanceof QueryTimedOut && sampled.length > 0) return sampled;
        throw error;
      }),
    );
  }

  private explained<T>(reading: Promise<T>): Promise<T> {
    return explainStopped(this.timeoutMs, 'type more of the value', reading);
  }
}

function containing(search: string, values: Values): Values {
  return values.filter(({ label }) => foldText(label).includes(foldText(search)));
}

function notListed(field: string, isKnown: boolean): DomainError {
  const message = isKnown ? `the values of ${field} are not listed` : `there is no field ${field}`;
  return new DomainError('invalid_input', `field: ${message}`, [{ path: 'field', message }]);
}
