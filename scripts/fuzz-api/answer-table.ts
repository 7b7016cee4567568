import type { FuzzReport } from './fuzz-run.ts';

/** What an answer says of how far a request came. */
const CLASSES = ['2xx', '3xx', '404', '409', 'other 4xx', '5xx'] as const;
type AnswerClass = (typeof CLASSES)[number];

function classOf(status: number): AnswerClass {
  if (status === 404 || status === 409) return String(status) as AnswerClass;
  if (status < 300) return '2xx';
  if (status < 400) return '3xx';
  return status < 500 ? 'other 4xx' : '5xx';
}

function countsOf(report: FuzzReport, id: string): Record<AnswerClass, number> {
  const counts = Object.fromEntries(CLASSES.map((each) => [each, 0])) as Record<AnswerClass, number>;
  for (const [status, count] of report.answers.get(id) ?? []) counts[classOf(status)] += count;
  return counts;
}

/** How often each operation answered how, as a table for people. */
export function answerTable(report: FuzzReport, ids: string[]): string {
  const width = Math.max(...ids.map((id) => id.length));
  const line = (name: string, cells: (string | number)[]) =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(9))].join(' ');
  const row = (id: string) => {
    const counts = countsOf(report, id);
    return line(
      id,
      CLASSES.map((each) => counts[each]),
    );
  };
  return [line('', [...CLASSES]), ...ids.map((id) => row(id))].join('\n');
}

/** Operations of which no call, or every call, was let through by its contract: so the requests try nothing. */
export function untried(report: FuzzReport, ids: string[]): { neverAccepted: string[]; neverRefused: string[] } {
  const accepted = (id: string) => {
    const counts = countsOf(report, id);
    return counts['2xx'] + counts['3xx'] + counts['404'] + counts['409'];
  };
  return {
    neverAccepted: ids.filter((id) => accepted(id) === 0),
    neverRefused: ids.filter((id) => countsOf(report, id)['other 4xx'] === 0),
  };
}
