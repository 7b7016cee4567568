const WINDOW_MS = 10_000;

/** How fast rows are sent, from what was sent of late. */
export class Pace {
  private marks: { at: number; rows: number }[] = [];

  note(rows: number, at: number): void {
    this.marks = [...this.marks.filter((mark) => at - mark.at < WINDOW_MS), { at, rows }];
  }

  /** Undefined until enough was seen. */
  get rowsPerSec(): number | undefined {
    const [first] = this.marks;
    const last = this.marks.at(-1);
    if (first === undefined || last === undefined || last.at === first.at || last.rows === first.rows) return undefined;
    return ((last.rows - first.rows) * 1000) / (last.at - first.at);
  }

  /** In words: "about 2 minutes left". */
  leftInWords(rowsLeft: number): string | undefined {
    const { rowsPerSec } = this;
    if (rowsPerSec === undefined) return undefined;
    const seconds = rowsLeft / rowsPerSec;
    if (seconds < 2) return 'a moment left';
    if (seconds < 90) return `about ${Math.ceil(seconds)} seconds left`;
    return `about ${Math.ceil(seconds / 60)} minutes left`;
  }
}
