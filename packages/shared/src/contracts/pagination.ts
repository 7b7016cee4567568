import { z } from 'zod';

/** Most things in one page of any list. */
export const MAX_PAGE_SIZE = 100;

/** Longer than the cursor of any list that is sorted by names: it holds a whole name, whose letters may fold to many. */
export const MAX_CURSOR_LENGTH = 12_000;

/**
 * How every list is paged: by key, never by offset. The next page's address is in
 * the `Link` header (`rel="next"`), absent on the last page.
 */
export const pageQuerySchema = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PAGE_SIZE)
    .default(MAX_PAGE_SIZE)
    .meta({ description: `Things in a page, at most ${MAX_PAGE_SIZE}.` }),
  cursor: z.uuid().optional().meta({ description: 'Where the page begins; from the `Link` header.' }),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

export const idParamsSchema = z.strictObject({ id: z.uuid('must be an id (UUID)') });
export type IdParams = z.infer<typeof idParamsSchema>;

/** An instant in an answer: ISO 8601 in UTC with milliseconds. */
export const instantOutputSchema = z.iso.datetime();
