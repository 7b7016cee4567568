import type { LookalikesOutput } from '@herald/shared';
import { ScrollArea, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

import { SuggestionCard } from '../../../components/suggestions/suggestion-card.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { capitalised } from '../draft/catalogue.ts';
import { nameOf } from '../person-name.ts';

/** Who is alike, by what, and how the rules say it. */
export function FoundLookalikes({ answer, action }: { answer: LookalikesOutput; action: ReactNode }) {
  const { count } = useFormats();
  const { rules, found, description, reason, likenesses, sample } = answer;
  return (
    <SuggestionCard
      title={rules === null ? 'Nobody to resemble' : `${count(found, 'person', 'people')} like them`}
      actions={action}
    >
      <Text size="sm">{reason}</Text>
      {description !== null && (
        <div>
          <Title order={4} size="xs" fw={550} c="dimmed">
            The rules that find them
          </Title>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {capitalised(description)}.
          </Text>
        </div>
      )}
      {likenesses.length > 0 && <Likenesses likenesses={likenesses} />}
      {sample.length > 0 && <Sample sample={sample} />}
    </SuggestionCard>
  );
}

function Scrolled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap={4}>
      <Title order={4} size="xs" fw={550} c="dimmed">
        {title}
      </Title>
      <ScrollArea type="auto" scrollbars="x" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': title }}>
        {children}
      </ScrollArea>
    </Stack>
  );
}

function Likenesses({ likenesses }: Pick<LookalikesOutput, 'likenesses'>) {
  return (
    <Scrolled title="What makes them alike">
      <Table
        aria-label="Likenesses"
        verticalSpacing={6}
        horizontalSpacing="sm"
        fz="sm"
        miw={560}
        highlightOnHover={false}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>In the segment</Table.Th>
            <Table.Th>Asked of look-alikes</Table.Th>
            <Table.Th>Why</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {likenesses.map(({ field, label, inSegment, rule, weight }) => (
            <Table.Tr key={field}>
              <Table.Td fw={550}>{capitalised(label)}</Table.Td>
              <Table.Td>{inSegment}</Table.Td>
              <Table.Td>
                {rule ?? (
                  <Text span inherit c="dimmed">
                    Nothing
                  </Text>
                )}
              </Table.Td>
              <Table.Td c="dimmed">{weight}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

function Sample({ sample }: Pick<LookalikesOutput, 'sample'>) {
  const { number, money } = useFormats();
  return (
    <Scrolled title="The most alike">
      <Table
        aria-label="The most alike"
        verticalSpacing={6}
        horizontalSpacing="sm"
        fz="sm"
        miw={480}
        highlightOnHover={false}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>City</Table.Th>
            <Table.Th ta="right">Orders</Table.Th>
            <Table.Th ta="right">Spent</Table.Th>
            <Table.Th ta="right">Alike</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sample.map((person) => (
            <Table.Tr key={person.id}>
              <Table.Td>{nameOf(person)}</Table.Td>
              <Table.Td>{person.city ?? '–'}</Table.Td>
              <Table.Td ta="right">{number(person.orderCount)}</Table.Td>
              <Table.Td ta="right">{money(person.totalSpend)}</Table.Td>
              <Table.Td ta="right">{Math.round(person.similarity)} %</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}
