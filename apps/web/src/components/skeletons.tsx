import { Card, Group, Skeleton, Stack, Table, VisuallyHidden } from '@mantine/core';

/** As wide as words are: neither all the same nor by chance, so that two renders look alike. */
const WIDTHS = ['70%', '45%', '60%', '35%', '55%'];

interface SkeletonTableProps {
  /** The heads of the table that will come; empty text for one without words. */
  heads: readonly string[];
  rows?: number;
  /** Of one row, in pixels; measure the real one. */
  rowHeight?: number;
}

/** In the place and the size of a table until its rows are there. */
export function SkeletonTable({ heads, rows = 10, rowHeight = 48 }: SkeletonTableProps) {
  return (
    <div aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Table highlightOnHover={false} aria-hidden>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Array.from({ length: rows }, (_, row) => (
            <Table.Tr key={row} h={rowHeight}>
              {heads.map((head, column) => (
                <Table.Td key={head}>
                  <Skeleton h={12} w={WIDTHS[(row + column) % WIDTHS.length]} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** In the place of a card until its content is there. @param height of the card, in pixels */
export function SkeletonCard({ height = 160 }: { height?: number }) {
  return (
    <Card h={height} aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Stack gap="sm">
        <Skeleton h={14} w="30%" />
        <Skeleton h={12} w="75%" />
        <Skeleton h={12} w="60%" />
      </Stack>
    </Card>
  );
}

/** In the place of some lines of text. */
export function SkeletonLines({ lines = 3 }: { lines?: number }) {
  return (
    <Stack gap="sm" aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} h={12} w={WIDTHS[line % WIDTHS.length]} />
      ))}
    </Stack>
  );
}

/** In the place of a whole page until its code is there. */
export function SkeletonPage() {
  return (
    <Stack gap="lg" aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Stack gap={10}>
        <Skeleton h={26} w={220} />
        <Skeleton h={14} w="min(100%, 360px)" />
      </Stack>
      <Group grow>
        <SkeletonCard />
      </Group>
      <SkeletonCard height={320} />
    </Stack>
  );
}
