import type { PreviewCampaignOutput } from '@herald/shared';
import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';

import { useFormats } from '../../../lib/formats.ts';
import { asFallback, canTakeFallback } from './merge-tags.ts';
import { proposedFallback, wordsFor } from './offered-tags.ts';

type Missing = PreviewCampaignOutput['missing'][number];

interface MissingValuesProps {
  missing: readonly Missing[];
  template: string;
  /** Left out where nothing can be changed. */
  onFallback?: (variable: string, fallback: string) => void;
}

/** How many recipients lack a value that the message uses, and what they read in its place. */
export function MissingValues({ missing, template, onFallback }: MissingValuesProps) {
  if (missing.length === 0) {
    return <Text c="dimmed">Everybody who will receive it has every value that the message uses.</Text>;
  }
  return (
    <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
      {missing.map((one) => (
        <Group component="li" key={`${one.variable} ${one.instead}`} justify="space-between" gap="sm" wrap="nowrap">
          <Sentence missing={one} />
          {onFallback && canTakeFallback(template, one.variable) && (
            <FallbackButton missing={one} onFallback={(fallback) => onFallback(one.variable, fallback)} />
          )}
        </Group>
      ))}
    </Stack>
  );
}

function Sentence({ missing: { variable, recipients, instead, isConditional } }: { missing: Missing }) {
  const { count } = useFormats();
  const who = count(recipients, 'recipient has', 'recipients have');
  const reads = recipients === 1 ? 'reads' : 'read';
  return (
    <Text size="sm">
      {who} no <strong>{wordsFor(variable)}</strong>;{' '}
      {instead.trim() === '' ? (
        <>
          there {recipients === 1 ? 'it' : 'they'} {reads} <strong>nothing</strong>
        </>
      ) : (
        <>
          {recipients === 1 ? 'it' : 'they'} {reads} “{instead}”
        </>
      )}
      {isConditional && ', and the message decides by it what else it says'}.
    </Text>
  );
}

function FallbackButton({ missing, onFallback }: { missing: Missing; onFallback: (fallback: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [fallback, setFallback] = useState('');
  const isThere = missing.instead.trim() !== '';
  const label = isThere ? 'Change' : 'Add a fallback';
  const open = () => {
    setFallback(isThere ? asFallback(missing.instead) : proposedFallback(missing.variable));
    setOpen(true);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withRoles position="bottom-end" width={280}>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          flex="none"
          onClick={() => (isOpen ? setOpen(false) : open())}
          aria-label={`${label} for ${wordsFor(missing.variable)}`}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={`What is read in the place of ${wordsFor(missing.variable)}`}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onFallback(fallback);
            setOpen(false);
          }}
        >
          <Stack gap="sm">
            <TextInput
              label="What they read instead"
              value={fallback}
              onChange={({ currentTarget }) => setFallback(currentTarget.value)}
              error={asFallback(fallback) === fallback.trim() ? undefined : 'Without { } and |'}
              maxLength={200}
              data-autofocus
            />
            <Group justify="flex-end">
              <Button size="xs" type="submit">
                {label}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
