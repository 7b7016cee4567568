import { VisuallyHidden } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';

import classes from './explain.module.css';

interface VerdictProps {
  isTrue: boolean;
  trueWords?: string;
  falseWords?: string;
}

/** A check or a cross, with its word for those who do not see it. */
export function Verdict({ isTrue, trueWords = 'Yes', falseWords = 'No' }: VerdictProps) {
  const Glyph = isTrue ? IconCheck : IconX;
  return (
    <span className={classes.verdict} data-true={isTrue || undefined}>
      <Glyph size={13} stroke={2.6} aria-hidden />
      <VisuallyHidden>{isTrue ? trueWords : falseWords}: </VisuallyHidden>
    </span>
  );
}
