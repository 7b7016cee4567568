import { Button, Group, Pagination, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';

import { notify } from '../../../components/notify.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { asError } from '../../../lib/api-client.ts';
import { useFormats } from '../../../lib/formats.ts';
import { saveFile } from '../../../lib/save-file.ts';
import { badRowsAsCsv } from '../reading/bad-rows-csv.ts';
import { type BadEntry, type Checked, MOST_LISTED, type Reading } from '../reading/check.ts';
import { Converter, type Problem } from '../reading/convert.ts';
import { cellText, type Entry } from '../reading/row.ts';
import classes from './import.module.css';

const PER_PAGE = 20;

/** Entries that were changed on the page, by their ordinal; without problems they are sent. */
export type Edits = ReadonlyMap<number, BadEntry>;

interface BadRowsProps {
  reading: Reading;
  checked: Checked;
  edits: Edits;
  onEdits: (edits: Edits) => void;
}

/** Rows that cannot be sent as they are, why, and the values to mend. */
export function BadRows({ reading, checked, edits, onEdits }: BadRowsProps) {
  const { number } = useFormats();
  const [page, setPage] = useState(1);
  const [isSaving, setSaving] = useState(false);
  const shown = checked.listed.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  const download = async () => {
    setSaving(true);
    try {
      saveFile(
        `${reading.source.name.replace(/\.[^.]+$/, '')}-problems.csv`,
        await badRowsAsCsv(reading, checked.isBad),
        'text/csv',
      );
    } catch (error) {
      notify.failed(asError(error), 'The rows could not be saved');
    }
    setSaving(false);
  };
  return (
    <SectionCard
      title="Rows with problems"
      description={
        checked.badEntries > MOST_LISTED
          ? `The first ${number(MOST_LISTED)}. Mend them here, or skip them; the download has them all.`
          : 'Mend them here, or skip them. Skipped rows are not sent.'
      }
      actions={
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => void download()}
          loading={isSaving}
        >
          Download as CSV
        </Button>
      }
      isFlush
    >
      <ul className={classes.columns} aria-label="Rows with problems">
        {shown.map((bad) => (
          <BadRow
            key={bad.entry.ordinal}
            bad={bad}
            edited={edits.get(bad.entry.ordinal)}
            reading={reading}
            onEdit={(edited) => onEdits(new Map([...edits, [bad.entry.ordinal, edited]]))}
          />
        ))}
      </ul>
      {checked.listed.length > PER_PAGE && (
        <Group justify="center" p="md">
          <Pagination
            total={Math.ceil(checked.listed.length / PER_PAGE)}
            value={page}
            onChange={setPage}
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
            getItemProps={(item) => ({ 'aria-label': `Page ${item}` })}
          />
        </Group>
      )}
    </SectionCard>
  );
}

interface BadRowProps {
  bad: BadEntry;
  edited: BadEntry | undefined;
  reading: Reading;
  onEdit: (edited: BadEntry) => void;
}

function BadRow({ bad, edited, reading, onEdit }: BadRowProps) {
  const { entry, problems } = edited ?? bad;
  const isMended = edited !== undefined && problems.length === 0;
  const setCell = ({ row, column }: Problem, text: string) => {
    const changed = withCell(entry, row, column, text);
    onEdit({ entry: changed, problems: new Converter(reading.plan, reading.columns).check(changed).problems });
  };
  // What was mended stays in its place, so that it can be mended again.
  const editable = unique([...bad.problems, ...problems].filter(({ column }) => column !== null));
  return (
    <li className={classes.badRow} data-mended={isMended || undefined}>
      <Text size="sm" c="dimmed">
        Row {entry.rows.map(({ number }) => number).join(', ')}
      </Text>
      <div className={classes.wrap} aria-live="polite">
        {isMended ? (
          <Group gap={6}>
            <IconCheck size={16} aria-hidden />
            <Text size="sm">Mended</Text>
          </Group>
        ) : (
          problems.map(({ message, row }) => (
            <Text size="sm" key={`${row} ${message}`}>
              {message}
            </Text>
          ))
        )}
      </div>
      <Stack gap={6} miw={0}>
        {editable.map((problem) => (
          <CellInput
            key={`${problem.row} ${problem.column}`}
            label={`${reading.columns[problem.column ?? 0]?.name ?? ''} in row ${entry.rows[problem.row]?.number ?? ''}`}
            value={cellText(entry.rows[problem.row]?.cells[problem.column ?? 0])}
            onCommit={(text) => setCell(problem, text)}
          />
        ))}
        {editable.length === 0 && (
          <Text size="sm" c="dimmed" className={classes.sample}>
            {entry.rows[0]?.cells.map(cellText).join(', ')}
          </Text>
        )}
      </Stack>
    </li>
  );
}

/** Takes effect when one goes on, or presses Enter. */
function CellInput({ label, value, onCommit }: { label: string; value: string; onCommit: (text: string) => void }) {
  const [text, setText] = useState(value);
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }) => key === 'Enter' && commit()}
    />
  );
}

function unique(problems: readonly Problem[]): Problem[] {
  return problems.filter(
    ({ row, column }, index) => problems.findIndex((other) => other.row === row && other.column === column) === index,
  );
}

function withCell(entry: Entry, row: number, column: number | null, text: string): Entry {
  if (column === null) return entry;
  const rows = entry.rows.map((old, index) => {
    if (index !== row) return old;
    const cells = [...old.cells];
    cells[column] = text;
    return { ...old, cells };
  });
  return { ...entry, rows };
}
