import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type RuleProps, useRule } from 'react-querybuilder';

import { operatorOf } from '../draft/catalogue.ts';
import type { DraftGroup, DraftRule } from '../draft/draft.ts';
import { isDraftOrders } from '../draft/draft.ts';
import { withField, withOperator } from '../draft/edit-rule.ts';
import { useBuilder } from './builder-context.ts';
import classes from './builder.module.css';
import { FieldSelect } from './field-select.tsx';
import { MoveHandle } from './move-handle.tsx';
import { heirOf, movesOf } from './node-actions.ts';
import { NodeMenu } from './node-menu.tsx';
import { OperatorSelect } from './operator-select.tsx';
import { OrdersEditor } from './orders-editor.tsx';
import { ProblemLine } from './problem-line.tsx';
import { isWide, ValueEditor } from './value-editor.tsx';
import { widthOf } from './width-of.ts';

/** One question: a field, what is asked of it, and with what it is compared. */
export function RuleRow(props: RuleProps) {
  const row = useRule(props);
  const { catalogue, problems, segmentId, changeRule, giveFocus, announce } = useBuilder();
  const { path } = row;
  const rule = row.rule as DraftRule;
  const name = `Rule ${path.map((index) => index + 1).join('.')}`;
  const field = catalogue.fields.get(rule.field);
  const operator = operatorOf(field, rule.operator);
  const problem = problems.get(rule.id);
  const problemId = `problem-${rule.id}`;
  const change = (next: DraftRule, about?: string) => changeRule(path, next, about);
  const changeValue = (value: unknown) => change({ ...rule, value }, `value ${rule.id}`);
  const moves = movesOf(row, row.shiftRuleUp, row.shiftRuleDown);
  const remove = () => {
    const heir = heirOf(row.schema.getQuery() as DraftGroup, path);
    if (heir) giveFocus(heir.id, 'handle');
    row.removeRule();
    announce(`${name} removed`);
  };
  const isOrders = operator?.value === 'orders';
  const orders = isOrders && isDraftOrders(rule.value) ? rule.value : {};
  return (
    <div
      ref={row.dndRef}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset would want a legend
      role="group"
      aria-label={name}
      aria-describedby={problem && rule.field !== '' ? problemId : undefined}
      className={classes.rule}
      data-refused={problem?.kind === 'refused' || undefined}
      // oxlint-disable-next-line react/refs -- the hook hands on refs beside what is to be shown
      data-dragging={row.isDragging || undefined}
      data-over={row.isOver || undefined}
    >
      <div className={classes.row}>
        <MoveHandle id={rule.id} path={path} name={name} dragRef={row.dragRef} {...moves} />
        <div className={classes.boxes}>
          <FieldSelect
            id={rule.id}
            value={rule.field}
            fields={catalogue.fields}
            className={classes.field}
            style={widthOf(field?.label ?? 'Choose a field')}
            onChange={(next) => change(withField(rule, next, catalogue))}
          />
          {field && (
            <OperatorSelect
              aria-label="Condition"
              field={field}
              value={rule.operator}
              onChange={(next) => change(withOperator(rule, next, catalogue))}
            />
          )}
          {field && operator && (
            <div className={classes.value} data-wide={isWide(field, operator) || undefined}>
              <ValueEditor
                field={field}
                operator={operator}
                scope="customer"
                value={isOrders ? orders.number : rule.value}
                segmentId={segmentId}
                onChange={isOrders ? (number) => changeValue({ ...orders, number }) : changeValue}
              />
            </div>
          )}
        </div>
        <NodeMenu node={rule} name={name} onDuplicate={() => row.cloneRule()} onRemove={remove} {...moves} />
        <ActionIcon size={34} aria-label={`Remove ${name}`} onClick={remove} visibleFrom="xs">
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      {isOrders && <OrdersEditor orders={orders} onChange={changeValue} />}
      {/* A box without a field says so itself. */}
      {rule.field !== '' && <ProblemLine problem={problem} id={problemId} />}
    </div>
  );
}
