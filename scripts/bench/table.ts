import os from 'node:os';

import { type Comparison, type Figure, holds, ratioOf } from './measure.ts';

const WIDTHS = [44, 14, 14, 7, 9];

export function printHeader(): void {
  const [cpu] = os.cpus();
  const memoryGb = Math.round(os.totalmem() / 1024 ** 3);
  console.log(`${os.cpus().length} cores (${cpu?.model.trim()}), ${memoryGb} GB, Node ${process.versions.node}`);
  console.log('Medians of alternating runs; PostgreSQL with fsync on both sides.\n');
  console.log(line(['', 'Herald', 'bare', 'ratio', 'wanted']));
}

export function printRow(row: Comparison | Figure): void {
  if ('bound' in row) printComparison(row);
  else console.log(line([row.name, figure(row.herald, row.unit)]));
}

function printComparison(comparison: Comparison): void {
  const { name, unit, herald, bare, bound } = comparison;
  const wanted = 'atLeast' in bound ? ` >= ${round(bound.atLeast)}` : ` <= ${round(bound.atMost)}`;
  const cells = [name, figure(herald, unit), figure(bare, unit), ratioOf(comparison).toFixed(2), wanted];
  console.log(`${line(cells)}  ${holds(comparison) ? '✓' : '✗ missed'}`);
}

function round(bound: number): string {
  return String(Math.round(bound * 100) / 100);
}

function figure(value: number, unit: string): string {
  return unit === 'ms' ? `${value.toFixed(1)} ms` : `${Math.round(value).toLocaleString('en')}${unit}`;
}

function line(cells: string[]): string {
  return cells
    .map((cell, index) => (index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)))
    .join('');
}
