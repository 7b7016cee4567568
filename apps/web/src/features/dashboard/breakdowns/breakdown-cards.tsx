import type { DashboardBreakdownsOutput, OrderStatus } from '@herald/shared';
import { Center, SimpleGrid, Skeleton, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { sharesOf } from '../../../components/outcome-shares.ts';
import { SectionCard } from '../../../components/section-card.tsx';
import { ShareBar, type Share } from '../../../components/share-bar.tsx';
import { useFormats } from '../../../lib/formats.ts';
import classes from './breakdowns.module.css';

const BARS_HEIGHT = 96;
const TABLE_HEIGHT = 300;

const ORDER_LOOKS: Readonly<Record<OrderStatus, { words: string; color: string }>> = {
  PENDING: { words: 'Pending', color: 'orange.4' },
  PAID: { words: 'Paid', color: 'ink.3' },
  SHIPPED: { words: 'Shipped', color: 'ink.5' },
  DELIVERED: { words: 'Delivered', color: 'teal.4' },
  COMPLETED: { words: 'Completed', color: 'teal' },
  CANCELLED: { words: 'Cancelled', color: 'gray.5' },
  REFUNDED: { words: 'Refunded', color: 'red' },
};

interface BreakdownCardsProps {
  breakdowns: DashboardBreakdownsOutput | undefined;
  isStale: boolean;
}

/** What the figures of the period are made of. */
export function BreakdownCards({ breakdowns, isStale }: BreakdownCardsProps) {
  const { count } = useFormats();
  const messages = breakdowns && sharesOf(breakdowns.messages);
  const orders = breakdowns?.orders.map(orderShare);
  return (
    <Stack gap="lg" aria-busy={breakdowns === undefined || isStale} className={isStale ? classes.stale : undefined}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Bars
          title="What became of the messages"
          description="Of the campaigns that were launched in the period."
          label="Messages by outcome"
          shares={messages}
          emptyWords="No campaign was launched in this period."
          totalWords={(total) => `${count(total, 'recipient')} in all`}
        />
        <Bars
          title="Orders by status"
          description="Of the period, those that do not count as bought too."
          label="Orders by status"
          shares={orders}
          emptyWords="Nobody ordered in this period."
          totalWords={(total) => `${count(total, 'order')} in all`}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Products products={breakdowns?.products} />
        <Cities cities={breakdowns?.cities} />
      </SimpleGrid>
    </Stack>
  );
}

function orderShare({ status, orders }: DashboardBreakdownsOutput['orders'][number]): Share {
  const { words, color } = ORDER_LOOKS[status];
  return { key: status, label: words, value: orders, color };
}

interface BarsProps {
  title: string;
  description: string;
  label: string;
  shares: readonly Share[] | undefined;
  emptyWords: string;
  totalWords: (total: number) => string;
}

function Bars({ title, description, label, shares, emptyWords, totalWords }: BarsProps) {
  const total = shares?.reduce((sum, { value }) => sum + value, 0) ?? 0;
  return (
    <SectionCard title={title} description={description}>
      <Stack gap="sm" mih={BARS_HEIGHT} justify="center">
        {shares === undefined && <Skeleton h={BARS_HEIGHT} />}
        {shares !== undefined && total === 0 && <Nothing words={emptyWords} />}
        {shares !== undefined && total > 0 && (
          <>
            <Text size="sm" fw={550}>
              {totalWords(total)}
            </Text>
            <ShareBar label={label} shares={shares} size="lg" withLegend />
          </>
        )}
      </Stack>
    </SectionCard>
  );
}

function Products({ products }: { products: DashboardBreakdownsOutput['products'] | undefined }) {
  const { number, wholeMoney } = useFormats();
  return (
    <Ranking
      title="Top products"
      heads={['Product', 'Sold', 'Revenue']}
      emptyWords="No order of this period says what was bought."
      rows={products?.map(({ name, quantity, revenue }, index) => ({
        // Two products without a SKU may share a name with one that has.
        key: `${name} ${index}`,
        cells: [name, number(quantity), wholeMoney(revenue)],
      }))}
    />
  );
}

function Cities({ cities }: { cities: DashboardBreakdownsOutput['cities'] | undefined }) {
  const { number, wholeMoney } = useFormats();
  return (
    <Ranking
      title="Top cities"
      heads={['City', 'Customers', 'Revenue']}
      emptyWords="Nobody ordered in this period."
      rows={cities?.map(({ city, customers, revenue }) => ({
        key: city ?? '',
        cells: [city ?? 'No city', number(customers), wholeMoney(revenue)],
      }))}
    />
  );
}

interface RankingProps {
  title: string;
  /** The first is of words, the others of numbers. */
  heads: readonly string[];
  rows: { key: string; cells: readonly string[] }[] | undefined;
  emptyWords: string;
}

/** Most revenue first. */
function Ranking({ title, heads, rows, emptyWords }: RankingProps) {
  const content = (): ReactNode => {
    if (rows === undefined) return <Skeleton h={TABLE_HEIGHT} mx="lg" mb="lg" w="auto" />;
    if (rows.length === 0) return <Nothing words={emptyWords} />;
    return (
      <Table verticalSpacing={8} layout="fixed" aria-label={title} className={classes.ranking}>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, column) => (
              <Table.Th key={head} {...(column > 0 && { ta: 'right', className: classes.number })}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells: [name, ...numbers] }) => (
            <Table.Tr key={key}>
              <Table.Td>
                <Text size="sm" truncate>
                  {name}
                </Text>
              </Table.Td>
              {numbers.map((text, column) => (
                <Table.Td key={heads[column + 1]} ta="right">
                  {text}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    );
  };
  return (
    <SectionCard title={title} description="The ten with the most revenue in the period." isFlush>
      {content()}
    </SectionCard>
  );
}

function Nothing({ words }: { words: string }) {
  return (
    <Center h={BARS_HEIGHT} px="lg">
      <Text c="dimmed" ta="center">
        {words}
      </Text>
    </Center>
  );
}
