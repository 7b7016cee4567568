import { Tooltip } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { IconGripVertical } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useEffect, useRef } from 'react';

import type { NodePath } from '../draft/draft.ts';
import { useBuilder } from './builder-context.ts';
import classes from './builder.module.css';

export interface Moves {
  onMoveUp: (() => void) | undefined;
  onMoveDown: (() => void) | undefined;
}

interface MoveHandleProps extends Moves {
  id: string;
  path: NodePath;
  /** What is moved: "Rule 2". */
  name: string;
  dragRef: Ref<HTMLSpanElement> | undefined;
}

/** To be dragged with a pointer, or moved with the arrow keys. */
export function MoveHandle({ id, path, name, dragRef, onMoveUp, onMoveDown }: MoveHandleProps) {
  const { giveFocus, takesFocus, announce } = useBuilder();
  const own = useRef<HTMLSpanElement>(null);
  const ref = useMergedRef(own, dragRef);
  // It may have been moved into another group, where it is a new element.
  useEffect(() => {
    if (takesFocus(id, 'handle')) own.current?.focus();
  });
  const press = (event: KeyboardEvent) => {
    const move = { ArrowUp: onMoveUp, ArrowDown: onMoveDown }[event.key];
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    if (!move) {
      announce(`${name} cannot be moved further`);
      return;
    }
    giveFocus(id, 'handle');
    move();
    announce(`Moved ${event.key === 'ArrowUp' ? 'up' : 'down'}`);
  };
  return (
    <Tooltip label="Drag, or press ↑ or ↓">
      <span
        ref={ref}
        // No button element: Firefox does not let one be dragged.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="button"
        tabIndex={0}
        className={classes.handle}
        aria-label={`Move ${name}`}
        aria-roledescription="draggable"
        data-path={path.join('.')}
        onKeyDown={press}
      >
        <IconGripVertical size={16} aria-hidden />
      </span>
    </Tooltip>
  );
}
