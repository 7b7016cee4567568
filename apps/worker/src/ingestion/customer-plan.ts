import { foldText, newId } from '@herald/shared';
import type { AttributeType, UserInput } from '@herald/shared';
import {
  addMissingTypes,
  bitsOf,
  CUSTOMER_FIELD_BITS,
  emptyCustomer,
  givenFields,
  readHistory,
  recordWrite,
  setFields,
} from '@herald/platform';
import type { AttributeTypes, CustomerWrite, IndexedRow, KnownCustomer, RejectedRow } from '@herald/platform';

export interface CustomerPlan {
  writes: CustomerWrite[];
  /** The type that the first value of each custom attribute gives it, unless it has one already. */
  firstTypes: AttributeTypes;
  rejected: RejectedRow[];
  /** Rows that found their place in `writes`; several rows of one customer count each. */
  stored: number;
}

export interface PlanContext {
  /** The write's name and rank. */
  chunkId: string;
  /** When the batch was accepted: the creation date of customers that do not give one. */
  acceptedAt: Date;
  zone: string;
}

const IDENTITY_BITS = CUSTOMER_FIELD_BITS.externalId | CUSTOMER_FIELD_BITS.email;

/**
 * Turns a chunk of rows into at most one write per customer, as if the rows had been
 * written one after the other: the last row wins, field by field.
 *
 * @param known every customer that any row points at.
 */
export function planCustomerWrites(
  rows: IndexedRow<UserInput>[],
  known: KnownCustomer[],
  context: PlanContext,
): CustomerPlan {
  const directory = new Directory(known);
  const rejected: RejectedRow[] = [];
  for (const [index, row] of rows) {
    const found = directory.find(row);
    if (typeof found === 'string') {
      rejected.push({ index, row, reason: found });
    } else {
      directory.write(found ?? newCustomer(context), row, context);
    }
  }
  return {
    writes: directory.writes(),
    firstTypes: directory.firstTypes,
    rejected,
    stored: rows.length - rejected.length,
  };
}

function newCustomer(context: PlanContext): CustomerWrite {
  return {
    id: newId(),
    isNew: true,
    values: emptyCustomer(context.acceptedAt),
    changed: 0,
    history: [],
    changesIdentity: false,
  };
}

function unchanged(known: KnownCustomer): CustomerWrite {
  const values = { ...emptyCustomer(new Date(0)), externalId: known.externalId, email: known.email };
  return { id: known.id, isNew: false, values, changed: 0, history: readHistory(known), changesIdentity: false };
}

/** Who is who while the chunk is worked through. */
class Directory {
  readonly firstTypes = new Map<string, AttributeType>();
  private readonly byId = new Map<string, CustomerWrite>();
  private readonly byExternalId = new Map<string, CustomerWrite>();
  private readonly byEmailKey = new Map<string, CustomerWrite>();
  private readonly touched = new Set<CustomerWrite>();

  constructor(known: KnownCustomer[]) {
    for (const customer of known) this.enter(unchanged(customer));
  }

  /** The customer that a row points at, undefined for a new one, or why the row is refused. */
  find(row: UserInput): CustomerWrite | undefined | string {
    const byId = row.id === undefined ? undefined : this.byId.get(row.id.toLowerCase());
    if (row.id !== undefined && byId === undefined) return 'no customer has this id';
    const byExternalId = row.externalId ? this.byExternalId.get(row.externalId) : undefined;
    const byEmail = row.email ? this.byEmailKey.get(foldText(row.email)) : undefined;
    const found = new Set([byId, byExternalId, byEmail].filter((customer) => customer !== undefined));
    if (found.size > 1) return describeConflict(byId, byExternalId, byEmail);
    return [...found][0];
  }

  write(customer: CustomerWrite, row: UserInput, context: PlanContext): void {
    const given = givenFields(row, context.zone);
    const { applied, history } = recordWrite(customer.history, context.chunkId, bitsOf(given));
    const before = customer.isNew ? undefined : identityOf(customer);
    this.leave(customer);
    setFields(customer.values, given, applied);
    if ((applied & CUSTOMER_FIELD_BITS.attributes) !== 0) addMissingTypes(this.firstTypes, customer.values.attributes);
    customer.changed |= applied;
    customer.history = history;
    customer.changesIdentity ||= !customer.isNew && (applied & IDENTITY_BITS) !== 0 && identityOf(customer) !== before;
    this.enter(customer);
    this.touched.add(customer);
  }

  writes(): CustomerWrite[] {
    return [...this.touched].filter((write) => write.isNew || write.changed !== 0);
  }

  private enter(customer: CustomerWrite): void {
    const { externalId, email } = customer.values;
    this.byId.set(customer.id, customer);
    if (externalId !== null) this.byExternalId.set(externalId, customer);
    if (email !== null) this.byEmailKey.set(foldText(email), customer);
  }

  private leave(customer: CustomerWrite): void {
    const { externalId, email } = customer.values;
    if (externalId !== null) this.byExternalId.delete(externalId);
    if (email !== null) this.byEmailKey.delete(foldText(email));
  }
}

function identityOf({ values }: CustomerWrite): string {
  return JSON.stringify([values.externalId, values.email === null ? null : foldText(values.email)]);
}

function describeConflict(
  byId: CustomerWrite | undefined,
  byExternalId: CustomerWrite | undefined,
  byEmail: CustomerWrite | undefined,
): string {
  const names = [byId && 'id', byExternalId && 'externalId', byEmail && 'email'].filter(Boolean);
  return `conflicting identity: ${names.join(' and ')} belong to different customers`;
}
