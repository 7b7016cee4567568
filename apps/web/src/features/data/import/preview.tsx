import { Table, Text } from '@mantine/core';
import { useMemo } from 'react';

import { SectionCard } from '../../../components/section-card.tsx';
import { type Formats, useFormats } from '../../../lib/formats.ts';
import { KIND_WORDS } from '../kind-words.ts';
import { Converter } from '../reading/convert.ts';
import { Entries } from '../reading/entries.ts';
import type { Inspected } from '../reading/inspect.ts';
import { isObject } from '../reading/json-rows.ts';
import type { Plan } from '../reading/plan.ts';
import { cellText } from '../reading/row.ts';
import { targetOf, TARGETS, type ValueKind } from '../reading/targets.ts';
import classes from './import.module.css';

const SHOWN = 5;

/** The first rows as they will be stored. */
export function Preview({ inspected, plan }: { inspected: Inspected; plan: Plan }) {
  const shown = useMemo(() => previewOf(inspected, plan), [inspected, plan]);
  const formats = useFormats();
  const heads = inOrder(plan, new Set(shown.flatMap(({ cells }) => cells.map(([head]) => head))));
  return (
    <SectionCard
      title="As they will be stored"
      description={`The first ${KIND_WORDS[plan.kind].many} of the file. Empty values leave what Herald knows as it is.`}
      isFlush
    >
      <Table.ScrollContainer minWidth={Math.max(320, heads.length * 130)} type="native" tabIndex={0}>
        <Table horizontalSpacing="lg" highlightOnHover={false} aria-label="Preview" className={classes.preview}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Row</Table.Th>
              {heads.map((head) => (
                <Table.Th key={head}>{labelOf(plan, head)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ number, cells, problem }) => {
              const values = new Map(cells);
              return (
                <Table.Tr key={number}>
                  <Table.Td c="dimmed">{number}</Table.Td>
                  {problem !== undefined ? (
                    <Table.Td colSpan={Math.max(1, heads.length)}>
                      <Text size="sm" c="red">
                        {problem}
                      </Text>
                    </Table.Td>
                  ) : (
                    heads.map((head) => (
                      <Table.Td key={head} className={classes.sample}>
                        {inWords(values.get(head), targetOf(plan.kind, head)?.kind, formats)}
                      </Table.Td>
                    ))
                  )}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </SectionCard>
  );
}

interface PreviewRow {
  number: number;
  cells: [string, unknown][];
  problem: string | undefined;
}

function previewOf({ head, columns }: Inspected, plan: Plan): PreviewRow[] {
  const converter = new Converter(plan, columns);
  const entries = new Entries(plan);
  // One more than is shown: the last one may go on below.
  const found = [...entries.add(head.slice(0, SHOWN * 10)), ...entries.end()].slice(0, SHOWN);
  return found.map((entry) => {
    const { value, problems } = converter.check(entry);
    return { number: entry.rows[0]?.number ?? 0, cells: flat(value), problem: problems[0]?.message };
  });
}

function flat(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [string, unknown][] =>
    isObject(inner) ? Object.entries(inner).map(([key, deep]) => [`${name}.${key}`, deep]) : [[name, inner]],
  );
}

/** As the targets stand in their list, and attributes after them. */
function inOrder({ kind }: Plan, heads: ReadonlySet<string>): string[] {
  const known = TARGETS[kind].map(({ id }) => id);
  return [...known.filter((id) => heads.has(id)), ...[...heads].filter((head) => !known.includes(head))];
}

function inWords(value: unknown, kind: ValueKind | undefined, formats: Formats): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (kind === 'amount' && typeof value === 'number') return formats.money(value);
  if (kind === 'moment' && typeof value === 'string') return momentInWords(value, formats);
  if (kind === 'status' && typeof value === 'string') return `${value.charAt(0)}${value.slice(1).toLowerCase()}`;
  if (!Array.isArray(value)) return cellText(value);
  return value.map((entry) => (isObject(entry) ? itemInWords(entry, formats) : String(entry))).join(', ');
}

function momentInWords(value: string, { day, dateTime }: Formats): string {
  return value.includes('T') ? dateTime(value) : day(value);
}

function itemInWords({ quantity, name, price }: Record<string, unknown>, { money }: Formats): string {
  return `${String(quantity)} × ${String(name)} at ${money(Number(price))}`;
}

function labelOf({ kind }: Plan, path: string): string {
  if (path === 'items') return 'Items';
  return targetOf(kind, path)?.label ?? path.replace(/^attributes\./, '');
}
