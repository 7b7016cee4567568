import { VisuallyHidden } from '@mantine/core';
import { QueryBuilderDnD } from '@react-querybuilder/dnd';
import { QueryBuilderMantine } from '@react-querybuilder/mantine';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Path, QueryBuilder, type RuleGroupType } from 'react-querybuilder';

import type { Catalogue } from '../draft/catalogue.ts';
import type { Problem } from '../draft/check-draft.ts';
import {
  type DraftGroup,
  type DraftNode,
  type DraftRule,
  isGroup,
  levelsOf,
  newGroup,
  newId,
  newRule,
  type NodePath,
  withNode,
} from '../draft/draft.ts';
import { AddGroupButton, AddRuleButton } from './adders.tsx';
import { BuilderContext, type BuilderTools, type NodePart } from './builder-context.ts';
import { dragAndDrop } from './drag-and-drop.ts';
import { GroupCard } from './group-card.tsx';
import { RuleRow } from './rule-row.tsx';

interface SegmentBuilderProps {
  draft: DraftGroup;
  onChange: (draft: DraftGroup, about?: string) => void;
  catalogue: Catalogue;
  problems: ReadonlyMap<string, Problem>;
  segmentId?: string | undefined;
}

const CONTROLS = {
  rule: RuleRow,
  ruleGroup: GroupCard,
  addRuleAction: AddRuleButton,
  addGroupAction: AddGroupButton,
};

/**
 * The rules as nested cards. The tree and what can be done to it are react-querybuilder's; what is
 * asked in each rule is our own, made by the catalogue.
 */
export function SegmentBuilder({ draft, onChange, catalogue, problems, segmentId }: SegmentBuilderProps) {
  const [news, announce] = useState('');
  const focus = useFocusRequests();
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  }, [draft]);
  const changeRule = useCallback(
    (path: NodePath, rule: DraftRule, about?: string) => onChange(withNode(latest.current, path, rule), about),
    [onChange],
  );
  const tools = useMemo<BuilderTools>(
    () => ({ catalogue, problems, segmentId, changeRule, announce, ...focus }),
    [catalogue, problems, segmentId, changeRule, focus],
  );
  const { giveFocus } = focus;
  const { levels } = catalogue.limits;
  const addRule = useCallback(() => {
    const rule = newRule();
    giveFocus(rule.id, 'field');
    return { ...rule, value: undefined };
  }, [giveFocus]);
  const addGroup = useCallback(() => {
    const group = newGroup();
    const [first] = group.rules;
    if (first) giveFocus(first.id, 'field');
    return group as RuleGroupType;
  }, [giveFocus]);
  const fields = useMemo(() => [...catalogue.fields.values()].map(({ name, label }) => ({ name, label })), [catalogue]);
  return (
    <BuilderContext value={tools}>
      <QueryBuilderMantine>
        <QueryBuilderDnD
          dnd={dragAndDrop}
          controlElements={CONTROLS}
          canDrop={({ dragging, hovering }) => fitsInto(dragging as unknown as DraftNode, hovering.path, levels)}
        >
          <QueryBuilder
            query={draft as RuleGroupType}
            onQueryChange={(query) => onChange(query as DraftGroup)}
            fields={fields}
            enableMountQueryChange={false}
            idGenerator={newId}
            onAddRule={addRule}
            onAddGroup={addGroup}
            // It counts groups below the root.
            maxLevels={levels - 1}
            resetOnFieldChange={false}
            suppressStandardClassnames
          />
        </QueryBuilderDnD>
      </QueryBuilderMantine>
      <VisuallyHidden aria-live="polite">{news}</VisuallyHidden>
    </BuilderContext>
  );
}

/** Whether what is dragged would not be too deep there. */
function fitsInto(dragging: DraftNode, path: Path, levels: number): boolean {
  return !isGroup(dragging) || path.length + 1 + levelsOf(dragging) <= levels;
}

/** What was just made or moved takes the focus as soon as it is there. */
function useFocusRequests() {
  const wanted = useRef<{ id: string; part: NodePart }>(undefined);
  return useMemo(
    () => ({
      giveFocus: (id: string, part: NodePart) => {
        wanted.current = { id, part };
      },
      takesFocus: (id: string, part: NodePart) => {
        if (wanted.current?.id !== id || wanted.current.part !== part) return false;
        wanted.current = undefined;
        return true;
      },
    }),
    [],
  );
}
