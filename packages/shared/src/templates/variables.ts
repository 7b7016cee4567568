/** What a message can say of its recipient. `attributes.<key>` reads a custom attribute. */
export const TEMPLATE_VARIABLES = [
  'name',
  'firstName',
  'email',
  'phone',
  'city',
  'state',
  'country',
  'postalCode',
  'tags',
  'visits',
  'totalSpend',
  'orderCount',
  'averageOrderValue',
  'firstOrderAt',
  'lastOrderAt',
  'attributes',
] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];

/** The value of every variable for one customer; null where there is none. */
export type TemplateData = Record<TemplateVariable, unknown>;

const known: ReadonlySet<unknown> = new Set(TEMPLATE_VARIABLES);
// `tags.size`, `tags.first`: what Liquid offers on a list or a text.
const PROPERTIES: ReadonlySet<unknown> = new Set(['size', 'first', 'last']);

/** Whether a path such as `['attributes', 'plan']` names something that a recipient can have. */
export function isKnownVariable(path: readonly unknown[]): boolean {
  const [root, ...rest] = path;
  if (!known.has(root)) return false;
  if (root === 'attributes') return rest.length > 0;
  return rest.length === 0 || (rest.length === 1 && (PROPERTIES.has(rest[0]) || typeof rest[0] === 'number'));
}

/** The first word of a name. */
export function firstNameOf(name: string | null): string | null {
  return name?.trim().split(/\s+/)[0] || null;
}
