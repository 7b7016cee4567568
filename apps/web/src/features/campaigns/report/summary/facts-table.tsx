import type { CampaignFact } from '@herald/shared';
import { ScrollArea, Table } from '@mantine/core';

/** What a summary may say, and no other number. */
export function FactsTable({ facts }: { facts: readonly CampaignFact[] }) {
  return (
    <ScrollArea.Autosize
      mah={360}
      maw="46rem"
      type="auto"
      offsetScrollbars
      viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'Facts of this campaign' }}
    >
      <Table aria-label="Facts" verticalSpacing={6} fz="sm" highlightOnHover={false} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Fact</Table.Th>
            <Table.Th ta="right">Value</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facts.map(({ id, label, text }) => (
            <Table.Tr key={id}>
              <Table.Td
                style={{ overflowWrap: 'anywhere' }}
              >{`${label.charAt(0).toUpperCase()}${label.slice(1)}`}</Table.Td>
              <Table.Td ta="right">{text}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
