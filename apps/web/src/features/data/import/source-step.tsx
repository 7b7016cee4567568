import { Alert, Button, Card, Code, Group, Radio, SimpleGrid, Stack, Text, Textarea } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconClipboardText, IconFileUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { READABLE_ENDINGS, type Source } from '../reading/file-text.ts';
import type { DataKind } from '../reading/targets.ts';
import classes from './import.module.css';

interface SourceStepProps {
  kind: DataKind;
  onKind: (kind: DataKind) => void;
  onSource: (source: Source) => void;
  isReading: boolean;
  problem: string | undefined;
}

const KINDS: readonly { value: DataKind; title: string; words: string }[] = [
  {
    value: 'customers',
    title: 'Customers',
    words: 'One row for each person: email, name, city, tags and whatever else you know.',
  },
  {
    value: 'orders',
    title: 'Orders',
    words: 'One row for each order, or for each item of one: total, date and whose it is.',
  },
];

/** What it is, and from where: a file, or rows that are pasted. */
export function SourceStep({ kind, onKind, onSource, isReading, problem }: SourceStepProps) {
  const [isPasting, { open, close }] = useDisclosure();
  const openDialog = useRef<() => void>(null);
  const dropped = ([file]: File[], others: readonly { file: File }[]) => {
    const given = file ?? others[0]?.file;
    if (given) onSource({ name: given.name, blob: given });
  };
  return (
    <Stack gap="lg">
      <Radio.Group label="What do you bring?" value={kind} onChange={(value) => onKind(value)}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} mt={6}>
          {KINDS.map(({ value, title, words }) => (
            <Radio.Card key={value} value={value} className={classes.choice} aria-label={title}>
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Radio.Indicator />
                <div>
                  <Text fw={550}>{title}</Text>
                  <Text size="sm" c="dimmed">
                    {words}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      {isPasting ? (
        <Pasting
          isReading={isReading}
          onText={(text) => onSource({ name: 'pasted rows', blob: new Blob([text]) })}
          onCancel={close}
        />
      ) : (
        <>
          <Dropzone
            onDropAny={dropped}
            onDrop={() => {}}
            multiple={false}
            loading={isReading}
            useFsAccessApi={false}
            // The button in it is for the keyboard.
            activateOnKeyboard={false}
            enablePointerEvents
            openRef={openDialog}
            inputProps={{ accept: READABLE_ENDINGS.join(','), 'aria-label': 'File with customers or orders' }}
            className={classes.drop}
          >
            <Stack align="center" gap={6} py="xl">
              <IconFileUpload size={36} stroke={1.4} aria-hidden className={classes.dropIcon} />
              <Group gap={8} justify="center">
                <Text fw={550}>Drop a file here, or</Text>
                <Button
                  size="compact-sm"
                  variant="light"
                  onClick={(event) => {
                    event.stopPropagation();
                    openDialog.current?.();
                  }}
                >
                  choose one
                </Button>
              </Group>
              <Text size="sm" c="dimmed" ta="center">
                CSV, JSON or NDJSON, up to 50 MB. It is read on this page; nothing is sent before you say so.
              </Text>
            </Stack>
          </Dropzone>
          <Group>
            <Button
              variant="subtle"
              leftSection={<IconClipboardText size={16} aria-hidden />}
              onClick={open}
              disabled={isReading}
            >
              Paste rows instead
            </Button>
          </Group>
        </>
      )}
      {problem !== undefined && (
        <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title="This cannot be read">
          {problem}
        </Alert>
      )}
    </Stack>
  );
}

function Pasting({
  isReading,
  onText,
  onCancel,
}: {
  isReading: boolean;
  onText: (text: string) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  return (
    <Card padding="md">
      <Stack gap="sm">
        <Textarea
          label="Rows, with a header"
          description={
            <>
              Copied from a spreadsheet, as CSV, or as JSON: <Code>email,name</Code>
            </>
          }
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          rows={10}
          ref={input}
          spellCheck={false}
          classNames={{ input: classes.pasted }}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            Choose a file instead
          </Button>
          <Button onClick={() => onText(text)} loading={isReading} disabled={text.trim() === ''}>
            Read rows
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
