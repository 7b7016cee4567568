import { Group, SegmentedControl, Text } from '@mantine/core';
import { RuleGroupBodyComponents, type RuleGroupProps, useRuleGroup } from 'react-querybuilder';

import type { DraftGroup } from '../draft/draft.ts';
import { useBuilder } from './builder-context.ts';
import classes from './builder.module.css';
import { MoveHandle } from './move-handle.tsx';
import { heirOf, movesOf } from './node-actions.ts';
import { NodeMenu } from './node-menu.tsx';
import { ProblemLine } from './problem-line.tsx';

const COMBINATORS = [
  { value: 'and', label: 'All of' },
  { value: 'or', label: 'Any of' },
];

/** A group of rules: how they are joined, the rules, and what can be added. The root is one too. */
export function GroupCard(props: RuleGroupProps) {
  const group = useRuleGroup(props);
  const { problems, giveFocus, announce } = useBuilder();
  const { path, schema, ruleGroup } = group;
  const { addRuleAction: AddRule, addGroupAction: AddGroup, notToggle: NotToggle } = schema.controls;
  const node = ruleGroup as DraftGroup;
  const isRoot = path.length === 0;
  const name = isRoot ? 'Who is in the segment' : `Group ${path.map((index) => index + 1).join('.')}`;
  const common = { path, level: path.length, schema, disabled: group.disabled };
  const adding = { ...common, ruleOrGroup: ruleGroup, rules: ruleGroup.rules };
  const isNot = node.not === true;
  const moves = movesOf(group, group.shiftGroupUp, group.shiftGroupDown);
  const remove = () => {
    const heir = heirOf(schema.getQuery() as DraftGroup, path);
    if (heir) giveFocus(heir.id, 'handle');
    group.removeGroup();
    announce(`${name} removed`);
  };
  return (
    <div
      ref={group.previewRef}
      // A fieldset would want a legend that is to be seen.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="group"
      aria-label={name}
      className={isRoot ? classes.root : classes.group}
      data-not={isNot || undefined}
      // oxlint-disable-next-line react/refs -- the hook hands on refs beside what is to be shown
      data-dragging={group.isDragging || undefined}
    >
      <div ref={group.dropRef} className={classes.head} data-over={group.isOver || undefined}>
        {!isRoot && <MoveHandle id={node.id} path={path} name={name} dragRef={group.dragRef} {...moves} />}
        <Text size="sm" className={classes.words}>
          {isNot ? 'Leave out who matches' : 'Who matches'}
        </Text>
        <SegmentedControl
          size="xs"
          data={COMBINATORS}
          value={node.combinator}
          onChange={group.onCombinatorChange}
          aria-label={`${name}: how the rules are joined`}
        />
        <Text size="sm" className={classes.words}>
          {isRoot ? 'these rules' : 'these'}
        </Text>
        <Group gap={4} wrap="nowrap" className={classes.headEnd}>
          <NotToggle
            {...common}
            ruleGroup={ruleGroup}
            label="Exclude"
            title="Turn the whole group round"
            checked={isNot}
            handleOnChange={group.onNotToggleChange}
          />
          {!isRoot && (
            <NodeMenu node={node} name={name} onDuplicate={() => group.cloneGroup()} onRemove={remove} {...moves} />
          )}
        </Group>
      </div>
      <div className={classes.body} data-combinator={node.combinator}>
        <RuleGroupBodyComponents {...group} />
      </div>
      <ProblemLine problem={problems.get(node.id)} />
      <Group gap="xs" mt={ruleGroup.rules.length > 0 ? 'sm' : 0}>
        <AddRule {...adding} label="Add rule" handleOnClick={group.addRule} />
        {schema.maxLevels > path.length && <AddGroup {...adding} label="Add group" handleOnClick={group.addGroup} />}
      </Group>
    </div>
  );
}
