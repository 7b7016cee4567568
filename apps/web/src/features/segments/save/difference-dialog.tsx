import type { SegmentDifference } from '@herald/shared';
import { Anchor, Button, Group, Modal, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router-dom';

import { compareSegment } from '../../../api/segments.ts';
import type { EndpointBody } from '../../../lib/endpoint.ts';
import { useFormats } from '../../../lib/formats.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { nameOf } from '../person-name.ts';
import classes from './difference.module.css';

interface DifferenceDialogProps {
  segmentId: string;
  /** The change to be looked at; undefined while the dialog is closed. */
  change: EndpointBody<'updateSegment'> | undefined;
  isSaving: boolean;
  error: Error | null;
  onSave: () => void;
  onClose: () => void;
}

/** What a change would do, before it is saved: how many come and go, who for example, and what hangs on it. */
export function DifferenceDialog({ segmentId, change, isSaving, error, onSave, onClose }: DifferenceDialogProps) {
  const difference = useQuery({
    queryKey: ['segments', 'difference', segmentId, change],
    queryFn: ({ signal }) => compareSegment(segmentId, change ?? {}, { signal }),
    enabled: change !== undefined,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return (
    <Modal opened={change !== undefined} onClose={onClose} title="Save these changes?" size="lg">
      <Stack gap="lg">
        {difference.error ? (
          <ErrorNotice
            title="What would change could not be computed"
            error={difference.error}
            onRetry={() => void difference.refetch()}
            isRetrying={difference.isFetching}
          />
        ) : difference.data ? (
          <Difference difference={difference.data} />
        ) : (
          <DifferenceSkeleton />
        )}
        {error && <ErrorNotice title="The segment was not saved" error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={isSaving}>
            Keep editing
          </Button>
          <Button onClick={onSave} loading={isSaving} disabled={difference.isPending} data-autofocus>
            Save changes
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function DifferenceSkeleton() {
  return (
    <Stack gap="md" aria-busy="true" aria-label="Computing what would change">
      <Skeleton h={34} w={220} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Skeleton h={150} />
        <Skeleton h={150} />
      </SimpleGrid>
    </Stack>
  );
}

function Difference({ difference }: { difference: SegmentDifference }) {
  const { number } = useFormats();
  const { before, after, added, removed, campaignsAffected, segmentsAffected } = difference;
  const isSame = added.count === 0 && removed.count === 0;
  return (
    <Stack gap="lg">
      <Group
        gap="sm"
        align="baseline"
        aria-label={`${number(before)} people before, ${number(after)} after`}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- two numbers and an arrow, read as one
        role="img"
      >
        <Text component="span" className={classes.before}>
          {number(before)}
        </Text>
        <IconArrowRight size={18} aria-hidden className={classes.arrow} />
        <Text component="span" className={classes.after}>
          {number(after)}
        </Text>
        <Text component="span" c="dimmed">
          {after === 1 ? 'person' : 'people'}
        </Text>
      </Group>
      {isSame ? (
        <Text>Nobody comes and nobody goes.</Text>
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <Changed title="come in" sign="+" changed={added} />
          <Changed title="go out" sign="−" changed={removed} />
        </SimpleGrid>
      )}
      <Affected
        words="Drafts that would be sent to the new audience"
        users={campaignsAffected}
        addressOf={(id) => `/campaigns/${id}/edit`}
      />
      <Affected
        words="Segments whose rules ask about this one"
        users={segmentsAffected}
        addressOf={(id) => `/segments/${id}`}
      />
      <Text size="sm" c="dimmed">
        Campaigns that were launched keep the audience they were launched with.
      </Text>
    </Stack>
  );
}

interface ChangedProps {
  title: string;
  sign: string;
  changed: SegmentDifference['added'];
}

function Changed({ title, sign, changed: { count, sample } }: ChangedProps) {
  const { number } = useFormats();
  return (
    <div className={classes.changed}>
      <Text fw={600} size="sm" mb={6}>
        {count === 0 ? 'Nobody would ' : `${sign}${number(count)} would `}
        {title}
      </Text>
      {sample.length > 0 && (
        <ul className={classes.people}>
          {sample.slice(0, 5).map((person) => (
            <li key={person.id}>
              {nameOf(person)}
              {person.city !== null && (
                <Text span size="sm" c="dimmed">
                  {' '}
                  · {person.city}
                </Text>
              )}
            </li>
          ))}
          {count > 5 && (
            <li>
              <Text span size="sm" c="dimmed">
                and {number(count - Math.min(5, sample.length))} more
              </Text>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}

interface AffectedProps {
  words: string;
  users: SegmentDifference['campaignsAffected'];
  addressOf: (id: string) => string;
}

function Affected({ words, users, addressOf }: AffectedProps) {
  if (users.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {words}
      </Text>
      <ul className={classes.users}>
        {users.map(({ id, name }) => (
          <li key={id}>
            <Anchor component={Link} to={addressOf(id)} target="_blank" size="sm">
              {name}
            </Anchor>
          </li>
        ))}
      </ul>
    </div>
  );
}
