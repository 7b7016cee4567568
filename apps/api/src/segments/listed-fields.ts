/** The fields whose values are read from customers and from orders, custom attributes apart. */
const LISTED_FIELDS = {
  customer: ['city', 'state', 'country', 'postalCode', 'emailDomain', 'tags'],
  order: ['sku', 'product', 'category'],
} as const;

type Scope = keyof typeof LISTED_FIELDS;
type NameIn<S extends Scope> = (typeof LISTED_FIELDS)[S][number];

/** Every text attribute is `attribute`. */
export type ListedField =
  | { scope: 'customer'; field: NameIn<'customer'> }
  | { scope: 'customer'; field: 'attribute'; attributeKey: string }
  | { scope: 'order'; field: NameIn<'order'> };

export function isListed<S extends Scope>(scope: S, field: string): field is NameIn<S> {
  return (LISTED_FIELDS[scope] as readonly string[]).includes(field);
}
