import { EXCLUSION_REASONS } from '@herald/shared';
import type { CampaignReportOutput } from '@herald/shared';
import { Table, Text } from '@mantine/core';

import { SectionCard } from '../../../components/section-card.tsx';
import { EXCLUSION_WORDS, FAILURE_WORDS } from '../../../lib/campaign-words.ts';
import { useFormats } from '../../../lib/formats.ts';
import { saidBeyond } from './failure-words.ts';

interface Reason {
  key: string;
  words: string;
  /** What the vendor or Herald said itself. */
  said?: string | undefined;
  recipients: number;
}

/** Why messages failed, most frequent first. @param failed how many by now; the reasons are a little behind. */
export function Failures({ failures, failed }: Pick<CampaignReportOutput, 'failures'> & { failed: number }) {
  const reasons = failures.map(({ failureClass, reason, recipients }) => ({
    key: `${failureClass} ${reason}`,
    words: FAILURE_WORDS[failureClass],
    said: saidBeyond(failureClass, reason),
    recipients,
  }));
  const none = failed === 0 ? 'No message has failed.' : 'The reasons come in a moment.';
  return <Reasons title="Why messages failed" reasons={reasons} none={none} />;
}

/** Why people of the audience got nothing. */
export function Exclusions({ exclusions }: Pick<CampaignReportOutput, 'exclusions'>) {
  const reasons = EXCLUSION_REASONS.filter((reason) => exclusions[reason] > 0).map((reason) => ({
    key: reason,
    words: EXCLUSION_WORDS[reason],
    recipients: exclusions[reason],
  }));
  return <Reasons title="Why people were left out" reasons={reasons} none="Nobody was left out." />;
}

function Reasons({ title, reasons, none }: { title: string; reasons: readonly Reason[]; none: string }) {
  const { number } = useFormats();
  if (reasons.length === 0) {
    return (
      <SectionCard title={title}>
        <Text c="dimmed">{none}</Text>
      </SectionCard>
    );
  }
  return (
    <SectionCard title={title} isFlush>
      <Table highlightOnHover={false} aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="lg">Reason</Table.Th>
            <Table.Th ta="right" pr="lg">
              People
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reasons.map(({ key, words, said, recipients }) => (
            <Table.Tr key={key}>
              <Table.Td pl="lg">
                {words}
                {said && (
                  <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {said}
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="right" pr="lg">
                {number(recipients)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </SectionCard>
  );
}
