/** Runs `work` for every thing, `concurrency` of them at once. @returns the results as they came. */
export async function inParallel<T, R>(
  things: readonly T[],
  concurrency: number,
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = things.values();
  const workInTurn = async () => {
    for (const thing of queue) results.push(await work(thing));
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, things.length) }, workInTurn));
  return results;
}
