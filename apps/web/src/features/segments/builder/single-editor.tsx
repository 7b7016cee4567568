import { Select, TextInput } from '@mantine/core';

import { SegmentPicker } from '../../../components/pickers/segment-picker.tsx';
import type { CatalogueField } from '../draft/catalogue.ts';
import type { ValueKind } from '../draft/value-kind.ts';
import { CampaignPicker } from './campaign-picker.tsx';
import { DayEditor } from './day-editor.tsx';
import { DayOfYearEditor } from './day-of-year-editor.tsx';
import { NumberEditor } from './number-editor.tsx';
import { STATUS_OPTIONS } from './order-statuses.ts';
import { SuggestingInput } from './suggesting-input.tsx';
import { hasValues } from './use-field-values.ts';

interface SingleEditorProps {
  field: CatalogueField;
  scope: 'customer' | 'order';
  kind: ValueKind;
  label: string;
  value: unknown;
  segmentId?: string | undefined;
  onChange: (value: unknown) => void;
}

const YES_OR_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

/** The box for one value of a kind. */
export function SingleEditor({ field, scope, kind, label, value, segmentId, onChange }: SingleEditorProps) {
  const text = typeof value === 'string' ? value : '';
  switch (kind) {
    case 'text':
      return hasValues(field, scope) ? (
        <SuggestingInput field={field} scope={scope} label={label} value={text} onChange={onChange} />
      ) : (
        <TextInput
          aria-label={label}
          placeholder="Enter text"
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'number':
    case 'whole':
    case 'money':
    case 'days':
    case 'daysAhead':
      return <NumberEditor kind={kind} label={label} value={value} onChange={onChange} />;
    case 'date':
      return <DayEditor label={label} value={text} onChange={onChange} />;
    case 'dayOfYear':
      return <DayOfYearEditor value={text} onChange={onChange} />;
    case 'boolean':
      return (
        <Select
          aria-label={label}
          data={YES_OR_NO}
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(next) => onChange(next === 'true')}
        />
      );
    case 'status':
      return (
        <Select
          aria-label={label}
          placeholder="Choose a status"
          data={STATUS_OPTIONS}
          value={text === '' ? null : text}
          onChange={onChange}
        />
      );
    case 'campaign':
      return <CampaignPicker label={label} value={text === '' ? null : text} onChange={onChange} />;
    case 'segment':
      return (
        <SegmentPicker
          label={undefined}
          aria-label={label}
          value={text === '' ? null : text}
          onChange={onChange}
          error={text !== '' && text === segmentId ? 'A segment cannot ask about itself' : undefined}
        />
      );
  }
}
