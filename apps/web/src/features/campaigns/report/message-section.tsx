import type { CampaignProgress } from '@herald/shared';
import { Anchor, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';

import { campaignRecipientsQuery } from '../../../api/campaigns.ts';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonLines } from '../../../components/skeletons.tsx';
import { useMay } from '../../../lib/may.ts';
import { MessageCard } from '../message-card.tsx';

/** The message as it was written, and as one customer got it. */
export function MessageSection({ campaign }: { campaign: CampaignProgress }) {
  const maySeePeople = useMay('people.read');
  const written = <MessageCard message={campaign.messageTemplate} label="Message as it was written" />;
  if (campaign.messageTemplate.trim() === '') {
    return (
      <SectionCard title="Message">
        <Text c="dimmed">Nothing is written yet.</Text>
      </SectionCard>
    );
  }
  if (!maySeePeople || campaign.sentCount === 0) return <SectionCard title="Message">{written}</SectionCard>;
  return (
    <SectionCard title="Message">
      <Tabs defaultValue="got" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="got">As received</Tabs.Tab>
          <Tabs.Tab value="written">As written</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="got">
          <OneMessage id={campaign.id} />
        </Tabs.Panel>
        <Tabs.Panel value="written">{written}</Tabs.Panel>
      </Tabs>
    </SectionCard>
  );
}

function OneMessage({ id }: { id: string }) {
  const { data } = useQuery(campaignRecipientsQuery(id, { status: 'SENT', limit: 1 }));
  const [recipient] = data?.data ?? [];
  if (data === undefined) return <SkeletonLines lines={4} />;
  if (recipient === undefined || recipient.personalizedMessage === null) {
    return <Text c="dimmed">The texts of these messages are not kept any more.</Text>;
  }
  const name = recipient.customer?.name ?? recipient.customer?.email ?? 'One customer';
  return (
    <Stack gap="sm">
      <MessageCard message={recipient.personalizedMessage} label={`Message to ${name}`} />
      <Text size="sm" c="dimmed">
        Delivered to{' '}
        <Anchor component={Link} to={`/customers/${recipient.customerId}`} size="sm" underline="always">
          {name}
        </Anchor>
        .
      </Text>
    </Stack>
  );
}
