/** How rules that were suggested come into the builder. */
export interface Placing {
  /** In the place of the rules that are there, or beside them as one group. */
  how: 'replace' | 'group';
  /** Whether somebody goes on in the builder. */
  isToBeAdjusted: boolean;
}
