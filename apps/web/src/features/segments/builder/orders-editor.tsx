import { ActionIcon, Button, Select, Stack } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';

import { capitalised, operatorOf } from '../draft/catalogue.ts';
import type { DraftOrderCondition, DraftOrders, DraftWindow } from '../draft/draft.ts';
import { withOrderField, withOrderOperator } from '../draft/edit-rule.ts';
import { useBuilder } from './builder-context.ts';
import classes from './builder.module.css';
import { DayEditor } from './day-editor.tsx';
import { dropdownOfItsOwnWidth } from './dropdowns.ts';
import { NumberEditor } from './number-editor.tsx';
import { OperatorSelect } from './operator-select.tsx';
import { isWide, ValueEditor } from './value-editor.tsx';
import { widthOf } from './width-of.ts';

interface OrdersEditorProps {
  orders: DraftOrders;
  onChange: (orders: DraftOrders) => void;
}

/** Which orders an order-history rule counts: when they were placed, and what must hold of each. */
export function OrdersEditor({ orders, onChange }: OrdersEditorProps) {
  const { where = [] } = orders;
  const setWhere = (next: DraftOrderCondition[]) => onChange({ ...orders, where: next });
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset would want a legend
    <Stack gap={8} className={classes.orders} role="group" aria-label="Which orders count">
      <div className={classes.ordersRow}>
        <span className={classes.ordersLead}>placed</span>
        <WindowEditor
          window={orders.window}
          onChange={(window) => {
            const { window: _, ...rest } = orders;
            onChange(window === undefined ? rest : { ...rest, window });
          }}
        />
      </div>
      {where.map((condition, index) => (
        // Without ids of their own: one is found by its place only.
        <OrderConditionRow
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          lead={index === 0 ? 'where' : 'and'}
          name={`Order condition ${index + 1}`}
          condition={condition}
          onChange={(next) => setWhere(where.map((each, at) => (at === index ? next : each)))}
          onRemove={() => setWhere(where.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setWhere([...where, { field: '', operator: '' }])}
        >
          {where.length === 0 ? 'Only some orders' : 'Add order condition'}
        </Button>
      </div>
    </Stack>
  );
}

const WINDOWS = [
  { value: 'ever', label: 'At any time' },
  { value: 'lastDays', label: 'In the last' },
  { value: 'between', label: 'Between' },
];

function WindowEditor({
  window,
  onChange,
}: {
  window: DraftWindow | undefined;
  onChange: (window: DraftWindow | undefined) => void;
}) {
  const kind = window === undefined ? 'ever' : 'lastDays' in window ? 'lastDays' : 'between';
  const choose = (next: string | null) => {
    if (next === 'ever') onChange(undefined);
    if (next === 'lastDays') onChange({ lastDays: 90 });
    if (next === 'between') onChange({ between: [undefined, undefined] });
  };
  return (
    <div className={classes.boxes}>
      <Select
        aria-label="When the orders were placed"
        className={classes.operator}
        data={WINDOWS}
        value={kind}
        onChange={choose}
      />
      {window !== undefined && 'lastDays' in window && (
        <div className={classes.value}>
          <NumberEditor
            kind="days"
            label="How many days"
            value={window.lastDays}
            onChange={(lastDays) => onChange({ lastDays })}
          />
        </div>
      )}
      {window !== undefined && 'between' in window && (
        <div className={classes.value} data-wide>
          <div className={classes.pair}>
            <DayEditor
              label="First day"
              value={window.between[0] ?? ''}
              onChange={(day) => onChange({ between: [day, window.between[1]] })}
            />
            <span className={classes.joint}>and</span>
            <DayEditor
              label="Last day"
              value={window.between[1] ?? ''}
              onChange={(day) => onChange({ between: [window.between[0], day] })}
            />
          </div>
        </div>
      )}
    </div>
  );
}

interface OrderConditionRowProps {
  lead: string;
  name: string;
  condition: DraftOrderCondition;
  onChange: (condition: DraftOrderCondition) => void;
  onRemove: () => void;
}

function OrderConditionRow({ lead, name, condition, onChange, onRemove }: OrderConditionRowProps) {
  const { catalogue } = useBuilder();
  const field = catalogue.orderFields.get(condition.field);
  const operator = operatorOf(field, condition.operator);
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset would want a legend
    <div className={classes.ordersRow} role="group" aria-label={name}>
      <span className={classes.ordersLead}>{lead}</span>
      <div className={classes.boxes}>
        <Select
          aria-label="Order field"
          placeholder="Choose a field"
          className={classes.field}
          style={widthOf(field?.label ?? 'Choose a field')}
          data={[...catalogue.orderFields.values()].map((each) => ({
            value: each.name,
            label: capitalised(each.label),
          }))}
          value={condition.field === '' ? null : condition.field}
          onChange={(next) => next !== null && onChange(withOrderField(condition, next, catalogue))}
          searchable
          comboboxProps={dropdownOfItsOwnWidth}
        />
        {field && (
          <OperatorSelect
            aria-label="Order condition"
            field={field}
            value={condition.operator}
            onChange={(next) => onChange(withOrderOperator(condition, next, catalogue))}
          />
        )}
        {field && operator && (
          <div className={classes.value} data-wide={isWide(field, operator) || undefined}>
            <ValueEditor
              field={field}
              operator={operator}
              scope="order"
              value={condition.value}
              onChange={(value) => onChange({ ...condition, value })}
            />
          </div>
        )}
      </div>
      <ActionIcon size={34} aria-label={`Remove ${name.toLowerCase()}`} onClick={onRemove}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
    </div>
  );
}
