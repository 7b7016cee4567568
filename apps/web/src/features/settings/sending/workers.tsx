import type { DeliveryStateOutput, VendorTrouble, WorkerVendor } from '@herald/shared';
import { Alert, Badge, Card, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

import { RelativeTime } from '../../../components/relative-time.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { Facts } from '../facts.tsx';

type Worker = DeliveryStateOutput['workers'][number];

/** Which workers were seen lately, and through whom each of them sends. */
export function Workers({ workers }: { workers: readonly Worker[] }) {
  return (
    <SectionCard title="Workers" description="They take in data and hand messages to the vendor.">
      {workers.length === 0 ? (
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="No worker runs">
          None was seen in the last 30 seconds. Data and messages wait, and nothing is lost, until one is started.
        </Alert>
      ) : (
        <Stack gap="md">
          {workers.map((worker, index) => (
            <WorkerCard key={worker.id} worker={worker} name={`Worker ${index + 1}`} />
          ))}
        </Stack>
      )}
    </SectionCard>
  );
}

function WorkerCard({ worker: { startedAt, seenAt, vendor, vendorTrouble }, name }: { worker: Worker; name: string }) {
  return (
    <Card padding="md">
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <Group gap="sm">
            <Text fw={600}>{name}</Text>
            <DotBadge color={vendorTrouble ? 'orange' : 'teal'}>
              {vendorTrouble ? 'Vendor in trouble' : 'Running'}
            </DotBadge>
            {vendor?.isMock && <Badge color="violet">Mock vendor</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            Started <RelativeTime at={startedAt} />, seen <RelativeTime at={seenAt} />
          </Text>
        </Group>
        {vendorTrouble && <Trouble trouble={vendorTrouble} />}
        {vendor ? <Vendor vendor={vendor} /> : <Text size="sm">It has not said yet through whom it sends.</Text>}
      </Stack>
    </Card>
  );
}

function Trouble({ trouble: { since, failuresInRow, heldUntil, lastError } }: { trouble: VendorTrouble }) {
  const { count } = useFormats();
  return (
    <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="The vendor fails">
      <Text size="sm">
        {count(failuresInRow, 'call')} in a row failed, since <RelativeTime at={since} />.
        {heldUntil !== null && (
          <>
            {' '}
            It is asked again <RelativeTime at={heldUntil} />.
          </>
        )}{' '}
        Messages wait meanwhile.
      </Text>
      {lastError !== null && (
        <Text size="sm" mt={4}>
          Last: {lastError}
        </Text>
      )}
    </Alert>
  );
}

function Vendor({ vendor }: { vendor: WorkerVendor }) {
  const { number, count } = useFormats();
  return (
    <Facts
      facts={[
        { label: 'Vendor', value: vendor.isMock ? `${vendor.origin}, which delivers nothing` : vendor.origin },
        { label: 'Calls are signed', value: vendor.isSigned ? 'Yes' : 'No' },
        { label: 'Can be asked what became of a message', value: vendor.canLookUp ? 'Yes' : 'No' },
        { label: 'Time-out of a call', value: `${number(vendor.timeoutMs / 1000)} s` },
        { label: 'Connections', value: `${number(vendor.connections)} at once` },
        { label: 'Attempts', value: `${number(vendor.maxAttempts)} at most for a message` },
        { label: 'Batch', value: `${count(vendor.messagesPerJob, 'message')} taken at a time` },
      ]}
    />
  );
}
