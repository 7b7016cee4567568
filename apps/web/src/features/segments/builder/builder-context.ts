import { createContext, use } from 'react';

import type { Catalogue } from '../draft/catalogue.ts';
import type { Problem } from '../draft/check-draft.ts';
import type { DraftRule, NodePath } from '../draft/draft.ts';

/** What of a node gets the focus: its first box, or the handle that moves it. */
export type NodePart = 'field' | 'handle';

export interface BuilderTools {
  catalogue: Catalogue;
  problems: ReadonlyMap<string, Problem>;
  /** The segment that is edited, which its own rules cannot ask about. */
  segmentId: string | undefined;
  /** @param about what is changed of the rule; typing on in it is one step of the history */
  changeRule: (path: NodePath, rule: DraftRule, about?: string) => void;
  /** Whether this part of the node is to take the focus now; true once. */
  takesFocus: (id: string, part: NodePart) => boolean;
  giveFocus: (id: string, part: NodePart) => void;
  /** Tells those who listen what has happened. */
  announce: (words: string) => void;
}

export const BuilderContext = createContext<BuilderTools | undefined>(undefined);

export function useBuilder(): BuilderTools {
  const tools = use(BuilderContext);
  if (!tools) throw new Error('parts of the builder are used outside of it');
  return tools;
}
