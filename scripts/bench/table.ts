import os from 'node:os';

import { type Comparison, holds, type Limited, ratioOf, type Row } from './measure.ts';

const WIDTHS = [44, 14, 14, 7, 9];

export function printHeader(): void {
  const [cpu] = os.cpus();
  const memoryGb = Math.round(os.totalmem() / 1024 ** 3);
  console.log(`${os.cpus().length} cores (${cpu?.model.trim()}), ${memoryGb} GB, Node ${process.versions.node}`);
  console.log('Medians of alternating runs; PostgreSQL with fsync on both sides.\n');
  console.log(line(['', 'Herald', 'bare', 'ratio', 'wanted']));
}

export function printRow(row: Row): void {
  if ('bound' in row) printComparison(row);
  else if ('atMost' in row) printLimited(row);
  else console.log(line([row.name, figure(row.herald, row.unit)]));
}

function printComparison(comparison: Comparison): void {
  const { name, unit, herald, bare, bound } = comparison;
  const wanted = 'atLeast' in bound ? ` >= ${round(bound.atLeast)}` : ` <= ${round(bound.atMost)}`;
  const cells = [name, figure(herald, unit), figure(bare, unit), ratioOf(comparison).toFixed(2), wanted];
  console.log(`${line(cells)}  ${verdict(comparison)}`);
}

function printLimited(limited: Limited): void {
  const { name, unit, herald, bare, atMost } = limited;
  const beside = bare === undefined ? ['', ''] : [figure(bare, unit), ratioOf({ herald, bare }).toFixed(2)];
  const wanted = ` <= ${round(atMost)}`;
  console.log(`${line([name, figure(herald, unit), ...beside, wanted])}  ${verdict(limited)}`);
}

function verdict(row: Row): string {
  return holds(row) ? '✓' : '✗ missed';
}

function round(bound: number): string {
  return String(Math.round(bound * 100) / 100);
}

function figure(value: number, unit: string): string {
  if (unit === '') return value.toFixed(4);
  return unit === 'ms' ? `${value.toFixed(1)} ms` : `${Math.round(value).toLocaleString('en')}${unit}`;
}

function line(cells: string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join('');
}
