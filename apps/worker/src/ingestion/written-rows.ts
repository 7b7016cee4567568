/** What became of rows of a batch in one transaction that is committed. */
export interface WrittenRows {
  stored: number;
  rejected: number;
}
