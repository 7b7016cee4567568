/** The values of a statement, in the order of their placeholders. */
export class Parameters {
  readonly values: unknown[] = [];
  readonly #first: number;

  constructor(firstPlaceholder = 1) {
    this.#first = firstPlaceholder;
  }

  /** The placeholder for `value`, with its type, so that PostgreSQL never has to guess one. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.#first + this.values.length - 1}::${type}`;
  }
}
