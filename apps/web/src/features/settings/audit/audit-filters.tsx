import { Button, CloseButton, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

import { ACTION_CHOICES, isKnownAction } from './audit-words.ts';
import type { Names } from './use-names.ts';

const DEBOUNCE_MS = 300;

interface AuditFiltersProps {
  action: string;
  actorId: string;
  names: Names;
  onChange: (changes: { action?: string; actorId?: string }) => void;
}

/** What was done, in words or as a code, and by whom. */
export function AuditFilters({ action, actorId, names, onChange }: AuditFiltersProps) {
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label="What was done"
        placeholder="Everything"
        data={ACTION_CHOICES}
        value={isKnownAction(action) ? action : null}
        onChange={(value) => onChange({ action: value ?? '' })}
        searchable
        comboboxProps={{ withinPortal: false }}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear what was done' }}
        nothingFoundMessage="Nothing is called that"
        w={{ base: '100%', xs: 250 }}
      />
      <CodeInput action={action} onChange={(code) => onChange({ action: code })} />
      <Select
        label="By whom"
        placeholder="Anybody"
        data={actorChoices(names)}
        value={actorId === '' ? null : actorId}
        onChange={(value) => onChange({ actorId: value ?? '' })}
        searchable
        comboboxProps={{ withinPortal: false }}
        clearable
        clearButtonProps={{ 'aria-label': 'Clear by whom' }}
        nothingFoundMessage="Nobody is called that"
        w={{ base: '100%', xs: 250 }}
      />
      {(action !== '' || actorId !== '') && (
        <Button variant="subtle" color="gray" onClick={() => onChange({ action: '', actorId: '' })}>
          Show everything
        </Button>
      )}
    </Group>
  );
}

/** Also for what is refused, which may have no words. */
function CodeInput({ action, onChange }: { action: string; onChange: (code: string) => void }) {
  const [typed, setTyped] = useState(action);
  const [known, setKnown] = useState(action);
  const commit = useDebouncedCallback((code: string) => onChange(code.trim()), DEBOUNCE_MS);
  if (action !== known) {
    setKnown(action);
    if (action !== typed.trim()) setTyped(action);
  }
  const change = (code: string) => {
    setTyped(code);
    commit(code);
  };
  return (
    <TextInput
      label="Code"
      placeholder="campaign.launch"
      maxLength={60}
      value={typed}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      rightSection={typed === '' ? undefined : <CloseButton aria-label="Clear code" onClick={() => change('')} />}
      w={{ base: '100%', xs: 190 }}
    />
  );
}

function actorChoices({ members, keys }: Names) {
  const choices = (names: ReadonlyMap<string, string>) =>
    [...names].map(([value, label]) => ({ value, label })).toSorted((a, b) => a.label.localeCompare(b.label));
  return [
    { group: 'Members', items: choices(members) },
    { group: 'API keys', items: choices(keys) },
  ];
}
