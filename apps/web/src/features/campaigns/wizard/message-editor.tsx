import { MAX_TEMPLATE_LENGTH } from '@herald/shared';
import { Anchor, Group, Stack, Text, Textarea } from '@mantine/core';
import { type KeyboardEvent, useMemo, useRef } from 'react';

import { useFormats } from '../../../lib/formats.ts';
import { problemsOf } from './draft-fields.ts';
import classes from './campaign-wizard.module.css';
import { insertTag } from './merge-tags.ts';
import { TagInserter } from './tag-inserter.tsx';
import { templateProblem } from './template-problem.ts';
import type { Draft } from './use-draft.ts';

interface MessageEditorProps {
  draft: Draft;
  /** Puts back what a suggestion took the place of, while there is such a thing. */
  onUndo: (() => void) | undefined;
}

/** Where the message is written. */
export function MessageEditor({ draft: { fields, store }, onUndo }: MessageEditorProps) {
  const { number } = useFormats();
  const area = useRef<HTMLTextAreaElement>(null);
  const template = fields.messageTemplate;
  const problem = useMemo(() => templateProblem(template), [template]);
  const placeCaret = (offset: number) => {
    area.current?.focus();
    area.current?.setSelectionRange(offset, offset);
  };
  const insert = (tag: string) => {
    const end = template.length;
    const { selectionStart = end, selectionEnd = end } = area.current ?? {};
    const edited = insertTag(template, { start: selectionStart, end: selectionEnd }, tag);
    store.change({ messageTemplate: edited.template });
    // The text is in its place after this render.
    requestAnimationFrame(() => placeCaret(edited.caret));
  };
  // The browser does not know of what came into the box by itself, and would undo something else.
  const undoOnKey = (event: KeyboardEvent) => {
    if (onUndo === undefined || !isUndo(event)) return;
    event.preventDefault();
    onUndo();
  };
  const tooLong = problemsOf(fields).messageTemplate;
  return (
    <Stack gap="md">
      <Textarea
        ref={area}
        label="Message"
        description="Write as you would to one person. Merge tags in braces become what you know of each."
        placeholder={'Hi {firstName|there},\n\nthank you for shopping with us…'}
        autosize
        minRows={8}
        maxRows={18}
        value={template}
        onChange={({ currentTarget }) => store.change({ messageTemplate: currentTarget.value })}
        onKeyDown={undoOnKey}
        error={tooLong ?? (problem && `Not understood: ${problem.message}`)}
        spellCheck
        classNames={{ input: classes.message }}
      />
      <Group justify="space-between" gap="sm">
        <Text size="xs" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {number(template.length)} of {number(MAX_TEMPLATE_LENGTH)} characters
        </Text>
        {problem?.offset !== undefined && (
          <Anchor component="button" type="button" size="sm" onClick={() => placeCaret(problem.offset ?? 0)}>
            Go to the place
          </Anchor>
        )}
      </Group>
      <TagInserter onInsert={insert} />
    </Stack>
  );
}

function isUndo({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === 'z';
}
