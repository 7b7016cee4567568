import { Parameters } from './parameters.ts';

/** A statement in the making: its values, and the tables that it reads. */
export class Statement {
  readonly parameters: Parameters;
  private readonly among: string | undefined;
  private aliases = 0;

  /**
   * @param among a table or CTE with a column `id`: only these customers are looked at. The
   * planner then reads their rows one by one instead of whole tables.
   */
  constructor(firstPlaceholder = 1, among?: string) {
    this.parameters = new Parameters(firstPlaceholder);
    this.among = among;
  }

  /** The placeholder for a value; see `Parameters.add`. */
  add(value: unknown, type: string): string {
    return this.parameters.add(value, type);
  }

  /** A table as it stands after FROM or JOIN; `customerId` is its column (with the alias) that says whose row it is. */
  from(table: string, alias: string, customerId: string): string {
    if (this.among === undefined) return `${table} ${alias}`;
    const sample = this.newAlias();
    return `(${this.among} ${sample} JOIN ${table} ${alias} ON ${customerId} = ${sample}.id)`;
  }

  newAlias(): string {
    this.aliases += 1;
    return `s${this.aliases}`;
  }
}
