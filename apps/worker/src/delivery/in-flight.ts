/** The rows that this process is sending at this moment. */
export class InFlight {
  private readonly ids = new Set<string>();

  /** @returns those that nobody here is sending; from now on the caller is. */
  enter(ids: readonly string[]): string[] {
    const free = ids.filter((id) => !this.ids.has(id));
    for (const id of free) this.ids.add(id);
    return free;
  }

  leave(ids: readonly string[]): void {
    for (const id of ids) this.ids.delete(id);
  }
}
