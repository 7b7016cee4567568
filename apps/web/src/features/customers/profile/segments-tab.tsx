import type { CustomerSegment, ExplainSegmentOutput } from '@herald/shared';
import { Anchor, Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTarget } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { Link } from 'react-router-dom';

import { customerSegmentsQuery } from '../../../api/customers.ts';
import { segmentExplanationQuery } from '../../../api/segments.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { SkeletonCard, SkeletonLines } from '../../../components/skeletons.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { useFormats } from '../../../lib/formats.ts';
import { useMay } from '../../../lib/may.ts';
import classes from './profile.module.css';

export type ShowExplanation = (explanation: ExplainSegmentOutput) => ReactNode;

interface SegmentsTabProps {
  id: string;
  showExplanation: ShowExplanation;
}

/** Which segments somebody is in and which not, and why. */
export function SegmentsTab({ id, showExplanation }: SegmentsTabProps) {
  const { data, error, isFetching, refetch } = useQuery(customerSegmentsQuery(id));
  if (error) {
    return (
      <ErrorNotice
        title="The segments could not be loaded"
        error={error}
        isRetrying={isFetching}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data === undefined) return <SkeletonCard height={240} />;
  if (data.segments.length === 0) {
    return (
      <EmptyState icon={IconTarget} title="No segments yet">
        Once there are segments, this says which of them this customer is in, and why.
      </EmptyState>
    );
  }
  return (
    <SectionCard
      title="Segments"
      isFlush
      description={
        data.isComplete
          ? 'Those that hold this customer first.'
          : isAnyUnknown(data.segments)
            ? 'Of some it took too long to find out whether they hold this customer.'
            : 'The newest 200, those that hold this customer first.'
      }
    >
      <ul className={classes.rows}>
        {data.segments.map((segment) => (
          <li key={segment.id}>
            <SegmentRow segment={segment} customerId={id} showExplanation={showExplanation} />
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

function isAnyUnknown(segments: CustomerSegment[]): boolean {
  return segments.some(({ kind, isInAudience }) => kind === 'static' && isInAudience === null);
}

interface SegmentRowProps {
  segment: CustomerSegment;
  customerId: string;
  showExplanation: ShowExplanation;
}

function SegmentRow({ segment, customerId, showExplanation }: SegmentRowProps) {
  const [isOpen, { toggle }] = useDisclosure();
  const mayAsk = useMay('segments.explore');
  const panel = useId();
  const isBroken = segment.isTrue === null;
  return (
    <Stack gap={6}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
        <Stack gap={4} miw={0}>
          <Group gap="sm">
            <Anchor component={Link} to={`/segments/${segment.id}`} fw={550} c="inherit">
              {segment.name}
            </Anchor>
            <InOrOut segment={segment} />
          </Group>
          <Text size="sm" c="dimmed">
            {segment.description ?? 'The rules of this segment are broken, so nobody can say.'}
          </Text>
          <Remarks segment={segment} />
        </Stack>
        {mayAsk && !isBroken && (
          <Button
            size="xs"
            variant="default"
            onClick={toggle}
            aria-label={`${isOpen ? 'Hide why' : 'Why?'} ${segment.name}`}
            aria-expanded={isOpen}
            aria-controls={panel}
            flex="none"
          >
            {isOpen ? 'Hide why' : 'Why?'}
          </Button>
        )}
      </Group>
      <Collapse expanded={isOpen} id={panel}>
        {isOpen && <Why segmentId={segment.id} customerId={customerId} showExplanation={showExplanation} />}
      </Collapse>
    </Stack>
  );
}

function InOrOut({ segment: { isTrue, isInAudience, kind } }: { segment: CustomerSegment }) {
  const isIn = kind === 'static' ? isInAudience : isTrue;
  if (isIn === null && kind === 'static') return <DotBadge color="gray">Not known</DotBadge>;
  if (isIn === null) return <DotBadge color="red">Broken</DotBadge>;
  return <DotBadge color={isIn ? 'teal' : 'gray'}>{isIn ? 'In' : 'Out'}</DotBadge>;
}

function Remarks({ segment: { isTrue, isInAudience, changesOn } }: { segment: CustomerSegment }) {
  const { day } = useFormats();
  const remarks: string[] = [];
  if (isInAudience !== null && isTrue !== null && isInAudience !== isTrue) {
    remarks.push(
      isInAudience
        ? 'The rules have stopped being true since this segment was frozen; a refresh would take them out.'
        : 'The rules have become true since this segment was frozen; a refresh would take them in.',
    );
  }
  if (changesOn !== null)
    remarks.push(`If nothing happens, the rules ${isTrue ? 'stop being' : 'become'} true on ${day(changesOn)}.`);
  if (remarks.length === 0) return null;
  return <Text size="xs">{remarks.join(' ')}</Text>;
}

function Why({ segmentId, customerId, showExplanation }: Omit<SegmentRowProps, 'segment'> & { segmentId: string }) {
  const { data, error, isFetching, refetch } = useQuery(segmentExplanationQuery({ segmentId, customerId }));
  if (error) {
    return (
      <ErrorNotice
        title="This could not be explained"
        error={error}
        isRetrying={isFetching}
        onRetry={() => void refetch()}
      />
    );
  }
  return <div className={classes.why}>{data === undefined ? <SkeletonLines /> : showExplanation(data)}</div>;
}
