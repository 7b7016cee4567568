/** For an alert that is no alarm: a screen reader says it once it has finished what it is saying. */
export const POLITELY = { role: 'status' } as const;
