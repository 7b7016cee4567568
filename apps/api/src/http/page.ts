/** A query that reads one thing more than the page holds: only that tells whether there is a next page. */
export function withOneMore<Q extends { limit: number }>(query: Q): Q {
  return { ...query, limit: query.limit + 1 };
}

/** The page out of what `withOneMore` read, and the cursor of the next one when there is one. */
export function cutPage<T>(things: T[], limit: number, cursorOf: (last: T) => string) {
  const page = things.slice(0, limit);
  const last = page.at(-1);
  return { page, next: things.length > limit && last !== undefined ? cursorOf(last) : undefined };
}
