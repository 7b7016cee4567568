/** What was chosen is offered too, also when the search does not find it. */
export function withChosen<T extends { id: string }>(found: readonly T[], chosen: T | undefined): T[] {
  if (chosen === undefined || found.some(({ id }) => id === chosen.id)) return [...found];
  return [chosen, ...found];
}
