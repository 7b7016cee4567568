import { Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCloudUpload, IconExclamationCircle } from '@tabler/icons-react';

import type { DraftSnapshot } from './draft-store.ts';

/** Says in few words whether what was typed is kept; read out politely when that changes. */
export function SaveIndicator({ draft }: { draft: DraftSnapshot }) {
  const { words, tone, why } = looksOf(draft);
  const Glyph = tone === 'dimmed' ? IconCheck : tone === 'busy' ? IconCloudUpload : IconExclamationCircle;
  return (
    <Tooltip label={why} disabled={why === undefined} multiline maw={320}>
      <Group component="output" gap={6} wrap="nowrap" c={tone === 'red' ? 'red' : 'dimmed'} mih={36}>
        {words !== '' && <Glyph size={16} stroke={1.8} aria-hidden />}
        <Text size="sm" c="inherit">
          {words}
        </Text>
      </Group>
    </Tooltip>
  );
}

interface Looks {
  words: string;
  tone: 'dimmed' | 'busy' | 'red';
  why?: string;
}

function looksOf({ id, state, isDirty }: DraftSnapshot): Looks {
  switch (state.kind) {
    case 'waiting':
    case 'saving':
      return { words: 'Saving…', tone: 'busy' };
    case 'retrying':
      return { words: 'Could not save; trying again', tone: 'red', why: state.error.message };
    case 'refused':
      return { words: 'Could not save', tone: 'red', why: state.error.message };
    case 'changed':
      return { words: 'Not saved: changed elsewhere', tone: 'red' };
    case 'gone':
      return { words: '', tone: 'dimmed' };
    case 'saved':
      if (isDirty) return { words: 'Not saved yet', tone: 'red', why: 'Something is missing or not right' };
      return id === undefined ? { words: '', tone: 'dimmed' } : { words: 'Saved', tone: 'dimmed' };
  }
}
