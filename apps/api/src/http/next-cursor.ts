/** The cursor after a page: the id of its last thing when the page is full. */
export function nextCursor(page: { id: string }[], limit: number): string | undefined {
  return page.length === limit ? page.at(-1)?.id : undefined;
}
