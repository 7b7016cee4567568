import type { DraftGroup, DraftNode, NodePath } from '../draft/draft.ts';
import { isGroup, nodeAt } from '../draft/draft.ts';
import type { Moves } from './move-handle.tsx';

interface Movable {
  shiftUpDisabled?: boolean | undefined;
  shiftDownDisabled?: boolean | undefined;
}

/** How a node moves, as far as it can. */
export function movesOf({ shiftUpDisabled, shiftDownDisabled }: Movable, up: () => void, down: () => void): Moves {
  return {
    onMoveUp: shiftUpDisabled === true ? undefined : up,
    onMoveDown: shiftDownDisabled === true ? undefined : down,
  };
}

/** What takes the focus when the node at `path` goes: the one after it, the one before, or the group around. */
export function heirOf(draft: DraftGroup, path: NodePath): DraftNode | undefined {
  const parent = nodeAt(draft, path.slice(0, -1));
  if (parent === undefined || !isGroup(parent)) return undefined;
  const index = path.at(-1) ?? 0;
  return parent.rules[index + 1] ?? parent.rules[index - 1] ?? parent;
}
