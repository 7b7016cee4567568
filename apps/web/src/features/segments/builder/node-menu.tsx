import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopyPlus, IconDotsVertical, IconTrash } from '@tabler/icons-react';

import type { DraftNode } from '../draft/draft.ts';
import { useBuilder } from './builder-context.ts';
import type { Moves } from './move-handle.tsx';

interface NodeMenuProps extends Moves {
  node: DraftNode;
  /** "Rule 2", "Group 1". */
  name: string;
  onDuplicate: () => void;
  onRemove: () => void;
}

/** What can be done with a rule or a group as a whole. */
export function NodeMenu({ node, name, onMoveUp, onMoveDown, onDuplicate, onRemove }: NodeMenuProps) {
  const { giveFocus, announce } = useBuilder();
  const moved = (move: (() => void) | undefined, words: string) => () => {
    giveFocus(node.id, 'handle');
    move?.();
    announce(words);
  };
  return (
    <Menu returnFocus>
      <Menu.Target>
        <ActionIcon size={34} aria-label={`Actions for ${name}`}>
          <IconDotsVertical size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowUp size={16} />} disabled={!onMoveUp} onClick={moved(onMoveUp, 'Moved up')}>
          Move up
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={16} />}
          disabled={!onMoveDown}
          onClick={moved(onMoveDown, 'Moved down')}
        >
          Move down
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopyPlus size={16} />}
          onClick={() => {
            onDuplicate();
            announce(`${name} duplicated`);
          }}
        >
          Duplicate
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconTrash size={16} />} c="var(--mantine-color-error)" onClick={onRemove}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
