import type { CatalogueField, CatalogueOperator } from '../draft/catalogue.ts';
import { type ValueKind, valueKindOf } from '../draft/value-kind.ts';
import classes from './builder.module.css';
import { ListEditor } from './list-editor.tsx';
import { SingleEditor } from './single-editor.tsx';

export interface ValueEditorProps {
  field: CatalogueField;
  operator: CatalogueOperator;
  /** Whether the field is one of customers, or of the orders that a rule counts. */
  scope: 'customer' | 'order';
  value: unknown;
  segmentId?: string | undefined;
  onChange: (value: unknown) => void;
}

/** What is asked is compared with: nothing, one value, a list or a pair, each of the kind that the operator takes. */
export function ValueEditor({ field, operator, scope, value, segmentId, onChange }: ValueEditorProps) {
  const kind = valueKindOf(field.type, operator);
  const shared = { field, scope, segmentId, kind };
  const isPair = operator.value === 'pair' || operator.numbers === 'pair';
  if (operator.value === 'none') return null;
  if (operator.value === 'list') return <ListEditor {...shared} values={value} onChange={onChange} />;
  if (isPair) return <PairEditor {...shared} value={value} onChange={onChange} />;
  return <SingleEditor {...shared} label="Value" value={value} onChange={onChange} />;
}

/** Whether its boxes need a line of their own sooner: two days, or a list. */
export function isWide(field: CatalogueField, operator: CatalogueOperator): boolean {
  const kind = valueKindOf(field.type, operator);
  return kind === 'dayOfYear' || (operator.value === 'pair' && kind === 'date');
}

interface PairEditorProps extends Omit<ValueEditorProps, 'operator'> {
  kind: ValueKind;
}

function PairEditor({ value, onChange, ...shared }: PairEditorProps) {
  const [low, high] = Array.isArray(value) ? (value as unknown[]) : [];
  return (
    <div className={classes.pair}>
      <SingleEditor {...shared} label="From" value={low} onChange={(next) => onChange([next, high])} />
      <span className={classes.joint}>and</span>
      <SingleEditor {...shared} label="To" value={high} onChange={(next) => onChange([low, next])} />
    </div>
  );
}
