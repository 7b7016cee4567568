import { Button, Group, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';

import { segmentFieldsQuery } from '../../../api/segments.ts';
import { asFallback, mergeTag } from './merge-tags.ts';
import { offeredTags } from './offered-tags.ts';

/** Chooses something to say of the recipient, with what those read who have none, and inserts it. */
export function TagInserter({ onInsert }: { onInsert: (tag: string) => void }) {
  const groups = offeredTags(useQuery(segmentFieldsQuery()).data?.fields ?? []);
  const [variable, setVariable] = useState('firstName');
  const [fallback, setFallback] = useState('there');
  const tags = groups.flatMap((group) => group.tags);
  const choose = (chosen: string | null) => {
    const tag = tags.find((each) => each.variable === chosen);
    if (tag === undefined) return;
    setVariable(tag.variable);
    setFallback(tag.fallback);
  };
  const tag = mergeTag(variable, fallback);
  const insertOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onInsert(tag);
  };
  return (
    <Group component="fieldset" gap="sm" align="flex-end" m={0} p={0} bd="none" aria-label="Insert a merge tag">
      <Select
        label="Merge tag"
        data={groups.map(({ group, tags: items }) => ({
          group,
          items: items.map((item) => ({ value: item.variable, label: item.label })),
        }))}
        value={variable}
        onChange={choose}
        searchable
        nothingFoundMessage="No such value"
        maxDropdownHeight={280}
        flex="1 1 10rem"
      />
      <TextInput
        label="For whoever has none"
        placeholder="Nothing"
        value={fallback}
        onChange={({ currentTarget }) => setFallback(currentTarget.value)}
        onKeyDown={insertOnEnter}
        error={asFallback(fallback) === fallback.trim() ? undefined : 'Without { } and |'}
        maxLength={200}
        flex="1 1 8rem"
      />
      <Button variant="default" onClick={() => onInsert(tag)} aria-label={`Insert ${tag}`} title={tag}>
        Insert
      </Button>
    </Group>
  );
}
