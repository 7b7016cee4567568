import { describeRules } from '@herald/shared';

import { type Judgement, keepsPromises, PROMISES, type Totals, totalsOf } from './measure.ts';
import { CURRENCY, RULE_CONTEXT } from './shop.ts';

const HEAD = ['topic', 'sentences', 'exactly right', 'refused', 'wrong but confident'];
const ENGLISH = { ...RULE_CONTEXT, currency: CURRENCY };

/** Counts by topic, and a last row of all of them. */
export function rowsOf(judgements: readonly Judgement[]): [string, Totals][] {
  const topics = [...new Set(judgements.map(({ topic }) => topic))];
  const rows = topics.map((name): [string, Totals] => [
    name,
    totalsOf(judgements.filter(({ topic }) => topic === name)),
  ]);
  return [...rows, ['all', totalsOf(judgements)]];
}

function cellsOf([topic, { sentences, right, refused, wrong }]: [string, Totals]): string[] {
  return [
    topic,
    String(sentences),
    ...[right, refused, wrong].map((count) => `${count} (${percent(count, sentences)})`),
  ];
}

function percent(count: number, of: number): string {
  return of === 0 ? 'none' : `${((100 * count) / of).toFixed(1)} %`;
}

export function asTable(judgements: readonly Judgement[]): string {
  const lines = [HEAD, ...rowsOf(judgements).map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const padded = (cells: string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)));
  return lines.map((cells) => padded(cells).join('  ')).join('\n');
}

/** As `docs/ai.md` has it. */
export function asMarkdown(judgements: readonly Judgement[]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(HEAD),
    line(['---', ...HEAD.slice(1).map(() => '--:')]),
    ...rowsOf(judgements).map(cellsOf).map(line),
  ].join('\n');
}

/** What was understood and how the audience differs, sentence by sentence. */
export function describeWrong(judgements: readonly Judgement[]): string[] {
  return judgements.filter(({ verdict }) => verdict === 'wrong').map(describe);
}

/** Those that have an answer, without those of which a refusal is expected too unless all are asked for. */
export function describeRefused(judgements: readonly Judgement[]): string[] {
  return judgements
    .filter(({ verdict, sentence }) => verdict === 'refused' && !('mayRefuse' in sentence))
    .map(describe);
}

function describe({ topic, sentence, reading, difference }: Judgement): string {
  const lines = [`[${topic}] ${sentence.says}`];
  if ('refused' in reading) lines.push(`refused: ${reading.refused}`);
  else lines.push(`understood: ${describeRules(reading.rules, ENGLISH)}`);
  if ('rules' in reading && reading.note !== undefined) lines.push(`assumed: ${reading.note}`);
  if ('refuse' in sentence) lines.push(`should be refused: ${sentence.refuse}`);
  if (difference) {
    const { meant, found, missing, tooMany } = difference;
    lines.push(`${found} customers instead of ${meant}: ${missing} are missing, ${tooMany} are too many`);
  }
  return lines.join('\n    ');
}

export function verdictOn(judgements: readonly Judgement[]): string {
  const totals = totalsOf(judgements);
  const { leastRight, mostWrong } = PROMISES;
  const wanted = `wanted: at least ${leastRight} % right, at most ${mostWrong} % wrong`;
  const found = `${percent(totals.right, totals.sentences)} right, ${percent(totals.wrong, totals.sentences)} wrong`;
  return `${found} (${wanted})  ${keepsPromises(totals) ? '✓' : '✗ missed'}`;
}
