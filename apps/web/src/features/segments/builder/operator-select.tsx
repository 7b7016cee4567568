import type { SegmentField } from '@herald/shared';
import { Select } from '@mantine/core';

import { capitalised, operatorWords } from '../draft/catalogue.ts';
import classes from './builder.module.css';
import { dropdownOfItsOwnWidth } from './dropdowns.ts';
import { widthOf } from './width-of.ts';

interface OperatorSelectProps {
  'aria-label': string;
  field: Pick<SegmentField, 'operators'>;
  value: string;
  onChange: (operator: string) => void;
}

/** What can be asked of a field, as wide as its words. */
export function OperatorSelect({ field, value, onChange, ...props }: OperatorSelectProps) {
  const operator = field.operators.find(({ name }) => name === value);
  return (
    <Select
      {...props}
      className={classes.operator}
      style={widthOf(operator ? operatorWords(operator) : '')}
      data={field.operators.map((each) => ({ value: each.name, label: capitalised(operatorWords(each)) }))}
      value={value}
      onChange={(next) => next !== null && onChange(next)}
      comboboxProps={dropdownOfItsOwnWidth}
    />
  );
}
