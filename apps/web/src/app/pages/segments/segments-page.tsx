import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router-dom';

import { PageHeader } from '../../../components/page-header.tsx';
import { SegmentsList } from '../../../features/segments/list/segments-list.tsx';
import { useMay } from '../../../lib/may.ts';

export function SegmentsPage() {
  const mayWrite = useMay('segments.write');
  return (
    <>
      <PageHeader
        title="Segments"
        description="Groups of customers, described by rules. Campaigns are sent to them."
        actions={
          mayWrite && (
            <Button component={Link} to="/segments/new" leftSection={<IconPlus size={16} aria-hidden />}>
              New segment
            </Button>
          )
        }
      />
      <SegmentsList />
    </>
  );
}
