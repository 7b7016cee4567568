import { Code, Stack, Text } from '@mantine/core';

import { SectionCard } from '../../../components/section-card.tsx';
import { Facts } from '../facts.tsx';

/** Where the vendor is set; not here, so that nobody with a browser can lead messages elsewhere. */
export function VendorSettings() {
  return (
    <SectionCard title="Where the vendor is set">
      <Stack gap="md">
        <Text size="sm">
          In the environment of the server, so that nobody can lead messages elsewhere from a browser. What it must
          answer is in the documentation, <Code>docs/delivery.md</Code>, under “Calls to the vendor” and “Receipts, for
          vendors”.
        </Text>
        <Facts
          facts={[
            { label: 'Where messages go', value: <Code>VENDOR_URL</Code> },
            { label: 'Where it is asked about a message', value: <Code>VENDOR_LOOKUP_URL</Code> },
            { label: 'What calls are signed with', value: <Code>VENDOR_SECRET</Code> },
            { label: 'How long a call may take', value: <Code>VENDOR_TIMEOUT_MS</Code> },
            { label: 'What its receipts are signed with', value: <Code>RECEIPT_SECRET</Code> },
          ]}
        />
      </Stack>
    </SectionCard>
  );
}
