import type { CustomerDetailOutput } from '@herald/shared';
import { Box } from '@mantine/core';

import { CopyButton } from '../../../components/copy-button.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import classes from './profile.module.css';

/** The customer as the API gives it. */
export function RawTab({ customer }: { customer: CustomerDetailOutput }) {
  const json = JSON.stringify(customer, null, 2);
  return (
    <SectionCard
      title="Raw data"
      description={`As GET /api/customers/${customer.id} answers it.`}
      actions={<CopyButton value={json} label="Copy the JSON" />}
    >
      <Box component="section" className={classes.raw} tabIndex={0} aria-label="Raw data as JSON">
        <pre>{json}</pre>
      </Box>
    </SectionCard>
  );
}
