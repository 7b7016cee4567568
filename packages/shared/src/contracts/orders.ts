import { z } from 'zod';

import { amountSchema } from '../money.ts';
import { orderStatusSchema } from '../order-status.ts';
import { storableText } from '../text.ts';
import { instantSchema } from '../time.ts';
import { emailSchema, externalIdSchema } from './identity.ts';
import { instantOutputSchema } from './pagination.ts';

const MAX_ITEMS = 200;

export const itemSchema = z
  .strictObject({
    sku: storableText(100).nullish(),
    name: storableText(300).min(1, 'must not be empty'),
    category: storableText(100).nullish(),
    quantity: z.int().min(1).max(1_000_000),
    price: amountSchema.meta({ description: 'Of one piece, in major units.' }),
  })
  .meta({ id: 'Item' });

const CUSTOMER_REFERENCES = ['customerId', 'customerExternalId', 'customerEmail'] as const;

/**
 * An order as an integrator sends it; `externalId` is its identity, so that it counts
 * once however often it is sent. Exactly one reference says whose order it is.
 */
export const orderSchema = z
  .strictObject({
    externalId: externalIdSchema,
    customerId: z.uuid('must be an id (UUID)').optional(),
    customerExternalId: externalIdSchema.optional(),
    customerEmail: emailSchema.optional(),
    status: orderStatusSchema.optional().meta({ description: 'COMPLETED when a new order does not say.' }),
    amount: amountSchema.meta({ description: 'Total of the order in major units, at most two decimals.' }),
    orderedAt: instantSchema,
    items: z.array(itemSchema).max(MAX_ITEMS, `must have at most ${MAX_ITEMS} entries`).optional(),
  })
  .refine((order) => CUSTOMER_REFERENCES.filter((key) => order[key] !== undefined).length === 1, {
    error: `exactly one of ${CUSTOMER_REFERENCES.join(', ')} must be given`,
  })
  .meta({ id: 'Order', description: 'An order as an integrator sends it.' });
export type OrderInput = z.infer<typeof orderSchema>;

export const ordersSchema = z.array(orderSchema).min(1, 'must have at least one row');

export const orderOutputSchema = z
  .object({
    id: z.uuid(),
    externalId: z.string(),
    status: orderStatusSchema,
    amount: z.number(),
    orderedAt: instantOutputSchema,
    items: z.array(
      z.object({
        sku: z.string().nullable(),
        name: z.string(),
        category: z.string().nullable(),
        quantity: z.int(),
        price: z.number(),
      }),
    ),
  })
  .meta({ id: 'OrderDetail' });
export type OrderOutput = z.infer<typeof orderOutputSchema>;
