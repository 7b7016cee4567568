import type { IngestionOutput } from '@herald/shared';
import { unparse } from 'papaparse';

import { getIngestion } from '../../../api/ingestions.ts';
import type { Answer } from '../../../lib/api-client.ts';
import { OWN_COLUMNS } from '../reading/targets.ts';

const PAGE_SIZE = 100;

/** All rejected rows of a batch: where they were in the call, why, and what they said, a column for each value. */
export async function rejectedRowsAsCsv(id: string): Promise<string> {
  const rows: Record<string, unknown>[] = [];
  let query: { limit: number; cursor?: number } | undefined = { limit: PAGE_SIZE };
  while (query !== undefined) {
    const { data, next }: Answer<IngestionOutput> = await getIngestion({ params: { id }, query });
    rows.push(
      ...data.rejectedRows.map(({ index, reason, row }) => ({
        [OWN_COLUMNS.row]: index + 1,
        [OWN_COLUMNS.problem]: reason,
        ...flat(row),
      })),
    );
    query = next === null ? undefined : { limit: PAGE_SIZE, cursor: Number(next) };
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  // Excel takes a file for UTF-8 only when it begins like this.
  return `\uFEFF${unparse(rows, { columns, escapeFormulae: true })}`;
}

function flat(row: unknown, prefix = ''): Record<string, unknown> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return {};
  return Object.assign(
    {},
    ...Object.entries(row).map(([key, value]: [string, unknown]) => {
      if (Array.isArray(value)) return { [prefix + key]: JSON.stringify(value) };
      return typeof value === 'object' && value !== null ? flat(value, `${prefix}${key}.`) : { [prefix + key]: value };
    }),
  ) as Record<string, unknown>;
}
