import { Grid, Skeleton, Stack } from '@mantine/core';

import { PageHeader } from '../../../components/page-header.tsx';
import { SkeletonCard } from '../../../components/skeletons.tsx';
import { DotBadge } from '../../../components/status-badge.tsx';
import { BackLink } from '../back-link.tsx';

/** In the place of the wizard until the draft is there. */
export function WizardSkeleton() {
  return (
    <>
      <PageHeader
        title="Draft"
        above={<BackLink />}
        badge={<DotBadge color="gray">Draft</DotBadge>}
        actions={<Skeleton h={36} w={110} />}
      />
      <Skeleton h={36} mb="lg" />
      <StepSkeleton />
    </>
  );
}

/** In the place of one step: how long what it begins with is, and so where the rest stands, is not known. */
export function StepSkeleton() {
  return (
    <Grid gap="lg" align="flex-start">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <SkeletonCard height={600} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <SkeletonCard height={300} />
      </Grid.Col>
    </Grid>
  );
}

/** In the place of who will receive it. */
export function FiguresSkeleton() {
  return (
    <Stack gap="md" aria-busy="true">
      <Skeleton h={62} w={160} />
      <Skeleton h={8} />
      <Skeleton h={76} />
    </Stack>
  );
}
