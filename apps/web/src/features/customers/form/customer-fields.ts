import { userSchema } from '@herald/shared';
import type { CustomerOutput, UserInput } from '@herald/shared';

export type AttributeKind = 'text' | 'number' | 'yes or no';

export interface AttributeValues {
  /** Of the line in the form. */
  key: string;
  name: string;
  kind: AttributeKind;
  /** As it is typed; `yes` or `no` where that is its kind. */
  value: string;
}

/** A customer as the form holds it: what is empty is not there. */
export interface CustomerFields {
  name: string;
  email: string;
  phone: string;
  externalId: string;
  address: Record<AddressField, string>;
  tags: string[];
  attributes: AttributeValues[];
  wantsMessages: boolean;
}

export const ADDRESS_FIELDS = ['line1', 'line2', 'city', 'state', 'postalCode', 'country'] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];
const TEXT_FIELDS = ['name', 'email', 'phone', 'externalId'] as const;

export const NEW_CUSTOMER: CustomerFields = {
  name: '',
  email: '',
  phone: '',
  externalId: '',
  address: { line1: '', line2: '', city: '', state: '', postalCode: '', country: '' },
  tags: [],
  attributes: [],
  wantsMessages: true,
};

export function fieldsOf(customer: CustomerOutput): CustomerFields {
  const { name, email, phone, externalId, address, tags, attributes, unsubscribed } = customer;
  return {
    name: name ?? '',
    email: email ?? '',
    phone: phone ?? '',
    externalId: externalId ?? '',
    address: Object.fromEntries(
      ADDRESS_FIELDS.map((field) => [field, address?.[field] ?? '']),
    ) as CustomerFields['address'],
    tags: [...tags],
    attributes: Object.entries(attributes).map(([attribute, value]) => attributeFields(attribute, value)),
    wantsMessages: !unsubscribed,
  };
}

function attributeFields(name: string, value: string | number | boolean): AttributeValues {
  if (typeof value === 'boolean') return { key: name, name, kind: 'yes or no', value: value ? 'yes' : 'no' };
  return { key: name, name, kind: typeof value === 'number' ? 'number' : 'text', value: String(value) };
}

/** A new customer as the API takes it: only what was filled in. */
export function newUser(fields: CustomerFields): UserInput {
  return withoutEmpty(changes(NEW_CUSTOMER, fields));
}

/** What was changed of a customer as the API takes it: `null` clears. Undefined when nothing was. */
export function changedUser(id: string, before: CustomerFields, after: CustomerFields): UserInput | undefined {
  const changed = changes(before, after);
  return Object.keys(changed).length === 0 ? undefined : { id, ...changed };
}

function changes(before: CustomerFields, after: CustomerFields): Omit<UserInput, 'id'> {
  const changed: Omit<UserInput, 'id'> = {};
  for (const field of TEXT_FIELDS) {
    if (after[field].trim() !== before[field]) changed[field] = after[field].trim() || null;
  }
  const address = Object.fromEntries(
    ADDRESS_FIELDS.filter((field) => after.address[field].trim() !== before.address[field]).map((field) => [
      field,
      after.address[field].trim() || null,
    ]),
  );
  if (Object.keys(address).length > 0) changed.address = address;
  if (JSON.stringify(after.tags) !== JSON.stringify(before.tags)) changed.tags = after.tags;
  // Attributes are one field to the API: what is sent replaces what was there.
  const attributes = attributesOf(after);
  if (JSON.stringify(attributes) !== JSON.stringify(attributesOf(before))) changed.attributes = attributes;
  if (after.wantsMessages !== before.wantsMessages) changed.unsubscribed = !after.wantsMessages;
  return changed;
}

function withoutEmpty(user: UserInput): UserInput {
  return Object.fromEntries(Object.entries(user).filter(([, value]) => value !== null));
}

function attributesOf({ attributes }: CustomerFields): Record<string, string | number | boolean> {
  return Object.fromEntries(attributes.map(({ name, kind, value }) => [name.trim(), attributeValue(kind, value)]));
}

function attributeValue(kind: AttributeKind, value: string): string | number | boolean {
  if (kind === 'number') return value.trim() === '' ? Number.NaN : Number(value);
  return kind === 'yes or no' ? value === 'yes' : value.trim();
}

/** What is wrong with the fields, by their path in the form. */
export function problemsOf(fields: CustomerFields, user: UserInput | undefined): Record<string, string> {
  const problems = attributeProblems(fields);
  const { error } = userSchema.safeParse(user ?? {});
  for (const { path, message } of user === undefined ? [] : (error?.issues ?? [])) {
    const field = path.map(String).join('.');
    // Names without letters were told of already.
    if (/^attributes\.\s*$/.test(field)) continue;
    problems[fieldAt(fields, field)] ??=
      field === '' ? 'An email or your customer id says who it is' : inWords(message);
  }
  return problems;
}

function attributeProblems({ attributes }: CustomerFields): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const [index, { name, kind, value }] of attributes.entries()) {
    if (name.trim() === '' || name.trim() === '__proto__') problems[`attributes.${index}.name`] = 'Needs a name';
    else if (attributes.findIndex((other) => other.name.trim() === name.trim()) < index) {
      problems[`attributes.${index}.name`] = 'Is there already';
    }
    if (kind === 'number' && !Number.isFinite(attributeValue(kind, value))) {
      problems[`attributes.${index}.value`] = 'Must be a number';
    }
  }
  return problems;
}

/** Where in the form a path of the API is. */
export function fieldAt({ attributes }: CustomerFields, path: string): string {
  if (path === '') return 'email';
  if (path.startsWith('tags.')) return 'tags';
  const index = attributes.findIndex(({ name }) => path === `attributes.${name.trim()}`);
  return index === -1 ? path : `attributes.${index}.value`;
}

/** The contract writes in small letters, to go on from a name. */
export function inWords(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
