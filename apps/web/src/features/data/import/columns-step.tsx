import { Alert, Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { ORDER_STATUSES, type OrderStatus } from '@herald/shared';

import { SectionCard } from '../../../components/section-card.tsx';
import { inMegabytes } from '../reading/file-text.ts';
import { type CsvChoices, type Delimiter, DELIMITERS, type Inspected } from '../reading/inspect.ts';
import { type ColumnPlan, missingInPlan, type Plan, planColumn, statusWords, valueKindOf } from '../reading/plan.ts';
import { ATTRIBUTE, SKIP, TARGETS } from '../reading/targets.ts';
import { knownStatus } from '../reading/words.ts';
import classes from './import.module.css';
import { Preview } from './preview.tsx';

interface ColumnsStepProps {
  inspected: Inspected;
  plan: Plan;
  onPlan: (plan: Plan) => void;
  /** Reads the file's head again, in another way. */
  onFormat: (choices: Partial<CsvChoices>) => void;
  onBack: () => void;
  onCheck: () => void;
}

const DELIMITER_WORDS: Readonly<Record<Delimiter, string>> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
};

/** What each column becomes: guessed, shown, and open to change. */
export function ColumnsStep({ inspected, plan, onPlan, onFormat, onBack, onCheck }: ColumnsStepProps) {
  const missing = missingInPlan(plan, inspected.columns);
  const setColumn = (index: number, column: ColumnPlan) => onPlan(withColumn(plan, index, column));
  return (
    <Stack gap="lg">
      <FileCard inspected={inspected} onFormat={onFormat} onBack={onBack} />
      <SectionCard title="Columns" description="Herald guessed what each column is. Correct what it got wrong." isFlush>
        <div className={classes.columnHeads} aria-hidden>
          <span>Column</span>
          <span>For example</span>
          <span>Becomes</span>
        </div>
        <ul className={classes.columns} aria-label="Columns of the file">
          {inspected.columns.map((column, index) => (
            <li key={column.name} className={classes.column}>
              <Text fw={550} size="sm" className={classes.wrap}>
                {column.name}
              </Text>
              <Text c="dimmed" size="sm" className={classes.sample}>
                {column.samples.slice(0, 3).join(', ') || 'empty'}
              </Text>
              <Becomes
                name={column.name}
                plan={plan}
                index={index}
                onTarget={(target) => setColumn(index, planColumn(column, target, plan.kind))}
                onColumn={(changed) => setColumn(index, changed)}
              />
            </li>
          ))}
        </ul>
      </SectionCard>
      <OrderChoices inspected={inspected} plan={plan} onPlan={onPlan} />
      <Preview inspected={inspected} plan={plan} />
      {missing.length > 0 && (
        <Alert color="orange" icon={<IconInfoCircle aria-hidden />} title="Before it can go on">
          <ul className={classes.sentences}>
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onBack}>
          Choose another file
        </Button>
        <Button onClick={onCheck} disabled={missing.length > 0}>
          Check all rows
        </Button>
      </Group>
    </Stack>
  );
}

/** A target is taken by one column; the one that had it before is skipped. */
function withColumn(plan: Plan, index: number, column: ColumnPlan): Plan {
  const isOfOne = column.target !== SKIP && column.target !== ATTRIBUTE;
  const columns = plan.columns.map((other, place) => {
    if (place === index) return column;
    return isOfOne && other.target === column.target ? { ...other, target: SKIP } : other;
  });
  const isOneItemPerRow = plan.isOneItemPerRow || (column.target.startsWith('item.') && !hasItems(plan));
  return { ...plan, columns, isOneItemPerRow };
}

function hasItems({ columns }: Plan): boolean {
  return columns.some(({ target }) => target.startsWith('item.'));
}

function FileCard({ inspected, onFormat, onBack }: Pick<ColumnsStepProps, 'inspected' | 'onFormat' | 'onBack'>) {
  const { source, format } = inspected;
  const what = format.kind === 'csv' ? 'CSV' : format.shape === 'list' ? 'JSON' : 'NDJSON';
  return (
    <SectionCard
      title={source.name}
      description={`${what}, ${inMegabytes(source.blob.size)}`}
      actions={
        <Button size="xs" variant="default" onClick={onBack}>
          Change
        </Button>
      }
    >
      {format.kind === 'csv' && (
        <Group gap="lg" align="flex-end">
          <Select
            label="Columns are separated by"
            w={220}
            data={DELIMITERS.map((value) => ({ value, label: DELIMITER_WORDS[value] }))}
            value={format.delimiter}
            onChange={(delimiter) => onFormat({ delimiter: delimiter ?? ',' })}
          />
          <Switch
            label="The first row is a header"
            checked={format.hasHeader}
            onChange={({ currentTarget }) =>
              onFormat({ delimiter: format.delimiter, hasHeader: currentTarget.checked })
            }
            pb={8}
          />
        </Group>
      )}
    </SectionCard>
  );
}

interface BecomesProps {
  name: string;
  plan: Plan;
  index: number;
  onTarget: (target: string) => void;
  onColumn: (column: ColumnPlan) => void;
}

function Becomes({ name, plan, index, onTarget, onColumn }: BecomesProps) {
  const column = plan.columns[index];
  if (column === undefined) return null;
  const kind = valueKindOf(column, plan.kind);
  return (
    <Group gap="xs" align="flex-start">
      <Select
        aria-label={`What ${name} becomes`}
        data={targetChoices(plan)}
        value={column.target}
        onChange={(target) => onTarget(target ?? SKIP)}
        searchable
        maxDropdownHeight={320}
        w={200}
        nothingFoundMessage="Nothing by that name"
      />
      {column.target === ATTRIBUTE && (
        <>
          <TextInput
            aria-label={`Name of the attribute that ${name} becomes`}
            value={column.attributeName}
            maxLength={60}
            w={150}
            onChange={({ currentTarget }) => onColumn({ ...column, attributeName: currentTarget.value })}
          />
          <Select
            aria-label={`Kind of the attribute that ${name} becomes`}
            data={ATTRIBUTE_TYPES}
            value={column.attributeType}
            w={120}
            onChange={(attributeType) =>
              onColumn({ ...column, attributeType: (attributeType ?? 'text') as ColumnPlan['attributeType'] })
            }
          />
        </>
      )}
      {kind === 'amount' && column.decimalMark !== 'plain' && (
        <Select
          aria-label={`How ${name} writes decimals`}
          placeholder="How is it written?"
          data={DECIMAL_MARKS}
          value={column.decimalMark === 'unsure' ? null : column.decimalMark}
          error={column.decimalMark === 'unsure'}
          w={150}
          onChange={(mark) => onColumn({ ...column, decimalMark: (mark ?? 'point') as ColumnPlan['decimalMark'] })}
        />
      )}
      {kind === 'moment' && column.dayOrder !== 'none' && (
        <Select
          aria-label={`Whether the day or the month comes first in ${name}`}
          placeholder="Day or month first?"
          data={DAY_ORDERS}
          value={column.dayOrder === 'unsure' ? null : column.dayOrder}
          error={column.dayOrder === 'unsure'}
          w={210}
          onChange={(order) => onColumn({ ...column, dayOrder: (order ?? 'day first') as ColumnPlan['dayOrder'] })}
        />
      )}
    </Group>
  );
}

const ATTRIBUTE_TYPES = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yes or no', label: 'Yes or no' },
  { value: 'date', label: 'Date' },
];
const DECIMAL_MARKS = [
  { value: 'point', label: '1,234.50' },
  { value: 'comma', label: '1.234,50' },
];
const DAY_ORDERS = [
  { value: 'day first', label: 'Day first: 31/12/26' },
  { value: 'month first', label: 'Month first: 12/31/26' },
];

function targetChoices({ kind }: Plan) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { id, label, group } of TARGETS[kind]) {
    groups.set(group, [...(groups.get(group) ?? []), { value: id, label }]);
  }
  return [
    {
      group: 'Else',
      items: [
        { value: SKIP, label: 'Nothing (skip)' },
        ...(kind === 'customers' ? [{ value: ATTRIBUTE, label: 'Custom attribute' }] : []),
      ],
    },
    ...[...groups].map(([group, items]) => ({ group, items })),
  ];
}

/** What only orders need to be asked. */
function OrderChoices({ inspected, plan, onPlan }: Pick<ColumnsStepProps, 'inspected' | 'plan' | 'onPlan'>) {
  if (plan.kind !== 'orders') return null;
  const words = statusWords(plan, inspected.columns, inspected.head).filter((word) => knownStatus(word) === undefined);
  const isSummed =
    plan.columns.some(({ target }) => target === 'item.price') &&
    !plan.columns.some(({ target }) => target === 'amount');
  if (!hasItems(plan) && words.length === 0) return null;
  const setStatus = (word: string, status: string | null) =>
    onPlan({ ...plan, statuses: { ...plan.statuses, [word.toLowerCase()]: status as OrderStatus } });
  return (
    <SectionCard title="About these orders">
      <Stack gap="md">
        {hasItems(plan) && (
          <Switch
            label="Rows with the same order id are one order with several items"
            description="They stand one below the other in the file."
            checked={plan.isOneItemPerRow}
            onChange={({ currentTarget }) => onPlan({ ...plan, isOneItemPerRow: currentTarget.checked })}
          />
        )}
        {isSummed && <Text size="sm">No column is the total, so it will be the sum of the items.</Text>}
        {words.length > 0 && (
          <Stack gap="xs">
            <Text size="sm">
              Herald does not know these states. Say what they mean; rows with others cannot be sent.
            </Text>
            {words.map((word) => (
              <Group key={word} gap="sm">
                <Text w={160} fw={550} truncate>
                  {word}
                </Text>
                <Select
                  aria-label={`What the status ${word} means`}
                  placeholder="Means…"
                  data={ORDER_STATUSES.map((value) => ({
                    value,
                    label: value.charAt(0) + value.slice(1).toLowerCase(),
                  }))}
                  value={plan.statuses[word.toLowerCase()] ?? null}
                  onChange={(status) => setStatus(word, status)}
                />
              </Group>
            ))}
          </Stack>
        )}
      </Stack>
    </SectionCard>
  );
}
