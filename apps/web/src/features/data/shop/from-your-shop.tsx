import { Anchor, Box, Button, Group, PasswordInput, SegmentedControl, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router-dom';

import { SectionCard } from '../../../components/section-card.tsx';
import { useMay } from '../../../lib/may.ts';
import type { DataKind } from '../reading/targets.ts';
import classes from './from-your-shop.module.css';

const SAMPLES: Readonly<Record<DataKind, { path: string; row: unknown }>> = {
  customers: {
    path: '/api/user',
    row: {
      externalId: 'C-1001',
      email: 'asha@example.com',
      name: 'Asha Rao',
      address: { city: 'Pune' },
      tags: ['vip'],
      attributes: { plan: 'pro' },
    },
  },
  orders: {
    path: '/api/order',
    row: {
      externalId: 'O-5001',
      customerExternalId: 'C-1001',
      status: 'PAID',
      amount: 1250.5,
      orderedAt: '2026-11-28T10:15:00Z',
      items: [{ sku: 'TEA-1', name: 'Darjeeling, 250 g', category: 'Tea', quantity: 2, price: 625.25 }],
    },
  },
};

/** How a shop sends the same by itself. */
export function FromYourShop() {
  const mayMakeKeys = useMay('keys.manage');
  const [kind, setKind] = useState<DataKind>('customers');
  const [key, setKey] = useState('');
  const { copy, copied } = useClipboard();
  const command = commandOf(kind, key.trim());
  return (
    <SectionCard
      title="Send it from your shop instead"
      description="Whenever somebody signs up or orders, your shop can tell Herald. Sending the same twice does no harm."
    >
      <Stack gap="md">
        <Group justify="space-between" align="flex-end" gap="md">
          <SegmentedControl
            aria-label="What the command sends"
            data={[
              { value: 'customers', label: 'Customers' },
              { value: 'orders', label: 'Orders' },
            ]}
            value={kind}
            onChange={(value) => setKind(value)}
          />
          <PasswordInput
            label="Your API key"
            placeholder="Stays on this page"
            w={{ base: '100%', xs: 300 }}
            value={key}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the key' }}
          />
        </Group>
        <Box component="section" className={classes.command} tabIndex={0} aria-label="Command">
          <pre>{command}</pre>
        </Box>
        <Group justify="space-between" gap="sm">
          <Text size="sm" c="dimmed">
            {mayMakeKeys ? (
              <>
                A key of your own is made in{' '}
                <Anchor component={Link} to="/settings/keys" size="sm" underline="always">
                  Settings, API keys
                </Anchor>
                . Everything else is in the{' '}
              </>
            ) : (
              'An owner of this workspace can make a key. Everything else is in the '
            )}
            <Anchor href="/api/docs" size="sm" underline="always">
              API docs
            </Anchor>
            .
          </Text>
          <Button
            variant="default"
            size="xs"
            leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            onClick={() => copy(command)}
          >
            {copied ? 'Copied' : 'Copy command'}
          </Button>
        </Group>
      </Stack>
    </SectionCard>
  );
}

function commandOf(kind: DataKind, key: string): string {
  const { path, row } = SAMPLES[kind];
  return [
    `curl -X POST ${window.location.origin}${path} \\`,
    `  -H 'Authorization: Bearer ${key === '' ? '<your key>' : key.replaceAll("'", '')}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify([row], null, 2)}'`,
  ].join('\n');
}
