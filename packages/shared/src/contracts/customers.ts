import { z } from 'zod';

import { instantSchema } from '../time.ts';
import { hasAtMostTwoDecimals, MAX_AMOUNT } from '../money.ts';
import { storableText } from '../text.ts';
import { emailSchema, externalIdSchema } from './identity.ts';
import { instantOutputSchema, MAX_CURSOR_LENGTH, pageQuerySchema } from './pagination.ts';
import { orderOutputSchema } from './orders.ts';

export const addressSchema = z
  .strictObject({
    line1: storableText(200).nullish(),
    line2: storableText(200).nullish(),
    city: storableText(100).nullish(),
    state: storableText(100).nullish(),
    country: storableText(100).nullish(),
    postalCode: storableText(20).nullish(),
  })
  .meta({ id: 'Address' });

/** Most tags of one customer. */
export const MAX_TAGS = 50;
const MAX_ATTRIBUTES = 50;
const WANTS_NO_MESSAGES = 'Wants no messages: campaigns leave them out.';

/** Zod passes over this key in silence, and what is passed over would be lost. */
const withoutProto = z.preprocess(
  (attributes, context) => {
    if (typeof attributes === 'object' && attributes !== null && Object.hasOwn(attributes, '__proto__')) {
      context.addIssue({ code: 'custom', path: ['__proto__'], message: 'is not a possible name' });
    }
    return attributes;
  },
  z.record(storableText(60).min(1), z.union([storableText(1000), z.number(), z.boolean()])),
);

/** Custom attributes are one field: what is sent replaces what was there. */
const attributesSchema = withoutProto.refine(
  (attributes) => Object.keys(attributes).length <= MAX_ATTRIBUTES,
  `must have at most ${MAX_ATTRIBUTES} keys`,
);

/**
 * A customer as an integrator sends it. A field that is absent is left alone, `null`
 * clears it. At least one of `id`, `externalId`, `email` says who it is.
 */
export const userSchema = z
  .strictObject({
    id: z.uuid('must be an id (UUID)').optional(),
    externalId: externalIdSchema.nullish(),
    email: emailSchema.nullish(),
    name: storableText(200).nullish(),
    phone: storableText(40).nullish(),
    address: addressSchema.nullish(),
    visits: z.int().min(0).max(2_000_000_000).nullish(),
    tags: z.array(storableText(60).min(1)).max(MAX_TAGS, `must have at most ${MAX_TAGS} entries`).nullish(),
    attributes: attributesSchema.nullish(),
    unsubscribed: z
      .boolean()
      .nullish()
      .meta({ description: `${WANTS_NO_MESSAGES} \`null\` is \`false\`.` }),
    createdAt: instantSchema.optional(),
  })
  .refine((user) => Boolean(user.id ?? user.externalId ?? user.email), {
    error: 'one of id, externalId and email must be given',
  })
  .meta({ id: 'User', description: 'A customer as an integrator sends it.' });
export type UserInput = z.infer<typeof userSchema>;

export const usersSchema = z.array(userSchema).min(1, 'must have at least one row');

export const customerOutputSchema = z
  .object({
    id: z.uuid(),
    externalId: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    address: z
      .object({
        line1: z.string().nullable(),
        line2: z.string().nullable(),
        city: z.string().nullable(),
        state: z.string().nullable(),
        country: z.string().nullable(),
        postalCode: z.string().nullable(),
      })
      .nullable(),
    visits: z.int(),
    tags: z.array(z.string()),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    unsubscribed: z.boolean().meta({ description: WANTS_NO_MESSAGES }),
    totalSpend: z.number().meta({ description: 'Major units, over the order statuses that count.' }),
    orderCount: z.int(),
    averageOrderValue: z.number().nullable(),
    firstOrderAt: instantOutputSchema.nullable(),
    lastOrderAt: instantOutputSchema.nullable(),
    createdAt: instantOutputSchema,
    updatedAt: instantOutputSchema,
    erasedAt: instantOutputSchema.nullable().meta({
      description: 'Since then it is nobody: only orders, totals and messages without their text are left.',
    }),
  })
  .meta({ id: 'Customer' });
export type CustomerOutput = z.infer<typeof customerOutputSchema>;

export const customerDetailOutputSchema = customerOutputSchema
  .extend({
    orders: z.array(orderOutputSchema).meta({ description: 'The latest 100, newest first.' }),
  })
  .meta({ id: 'CustomerDetail' });
export type CustomerDetailOutput = z.infer<typeof customerDetailOutputSchema>;

const yesOrNo = z.enum(['true', 'false']);
/** A field that was emptied must not read as 0. */
const spendSchema = z.preprocess(
  (text: string) => (text === '' ? NaN : text),
  z.coerce
    .number<string>('must be a number')
    .min(0, 'must not be negative')
    .max(MAX_AMOUNT, `must be at most ${MAX_AMOUNT}`)
    .refine(hasAtMostTwoDecimals, 'must have at most two decimals'),
);

/** What a field that was emptied sends asks nothing. */
const filterText = (maxLength: number) =>
  z.preprocess((text?: string) => (text === '' ? undefined : text), storableText(maxLength).optional()).optional();

const customerFilters = {
  search: filterText(200).meta({
    description: 'Part of a name or email, or a whole externalId; letter case does not matter.',
  }),
  city: filterText(100).meta({ description: 'The whole name; letter case does not matter.' }),
  tag: filterText(60).meta({ description: 'A whole tag; letter case does not matter.' }),
  unsubscribed: yesOrNo.optional(),
  hasEmail: yesOrNo.optional(),
  hasOrders: yesOrNo.optional().meta({ description: 'Orders that count, as `orderCount` says.' }),
  minSpend: spendSchema.optional().meta({ description: 'Major units.' }),
  maxSpend: spendSchema.optional().meta({ description: 'Major units.' }),
};

/** A leading minus means largest or latest first. No name, nothing spent and never ordered come last in either case. */
export const CUSTOMER_SORTS = [
  '-createdAt',
  'createdAt',
  '-totalSpend',
  '-orderCount',
  '-lastOrderAt',
  'name',
] as const;
export type CustomerSort = (typeof CUSTOMER_SORTS)[number];

export const customerCountQuerySchema = z.strictObject(customerFilters);
export type CustomerCountQuery = z.infer<typeof customerCountQuerySchema>;

export const customersQuerySchema = z.strictObject({
  limit: pageQuerySchema.shape.limit,
  cursor: storableText(MAX_CURSOR_LENGTH)
    .optional()
    .meta({ description: 'Where the page begins; from the `Link` header.' }),
  ...customerFilters,
  sort: z.enum(CUSTOMER_SORTS).default('-createdAt'),
});
export type CustomersQuery = z.infer<typeof customersQuerySchema>;

export const customerCountOutput = z
  .object({ count: z.int(), total: z.int().meta({ description: 'Without any filter.' }) })
  .meta({ id: 'CustomerCount' });
export type CustomerCountOutput = z.infer<typeof customerCountOutput>;
