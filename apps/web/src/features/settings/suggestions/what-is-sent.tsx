import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { SectionCard } from '../../../components/section-card.tsx';
import classes from './suggestions.module.css';

const SENT = [
  'What you write when you ask, without the emails, phone numbers and names of customers in it',
  'Names and types of fields, names of segments and campaigns, and that of your shop',
  'Counts, sums and shares, as of who was reached',
  'Values that 20 customers or more share, of fields that identify nobody, as a city or a product',
  'The rules of an audience in words, and the text of a message with its merge tags',
];
const NEVER_SENT = [
  'Names, emails, phone numbers and addresses of customers',
  'Ids of customers, and which orders are whose',
  'What any one customer bought, was sent or answered',
  'Values that fewer than 20 customers have',
  'Keys, passwords and members of this workspace',
];

/** Plainly, for whoever has to answer for it. */
export function WhatIsSent() {
  return (
    <SectionCard
      title="What leaves this machine"
      description="Only while Gemini is asked. Each suggestion shows its whole request."
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        <Things title="May be sent" things={SENT} icon={<IconCheck size={16} className={classes.sent} aria-hidden />} />
        <Things
          title="Never sent"
          things={NEVER_SENT}
          icon={<IconX size={16} className={classes.never} aria-hidden />}
        />
      </SimpleGrid>
    </SectionCard>
  );
}

function Things({ title, things, icon }: { title: string; things: readonly string[]; icon: ReactNode }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      <ul className={classes.things}>
        {things.map((thing) => (
          <li key={thing} className={classes.thing}>
            {icon}
            <Text size="sm">{thing}</Text>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
