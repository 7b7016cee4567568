import type { CampaignProgress } from '@herald/shared';
import { Badge, Button, Group, Stack } from '@mantine/core';
import { IconTags } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';

import { campaignProgressQuery, updateCampaignTags } from '../../../api/campaigns.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { notify } from '../../../components/notify.tsx';
import { SectionCard } from '../../../components/section-card.tsx';
import { useMay } from '../../../lib/may.ts';
import classes from './tags.module.css';
import { TAGS_WORDS, TagsField } from './tags-field.tsx';

/** The tags of a campaign, each leading to the others that have it; they can be changed in every state. */
export function CampaignTags({ campaign }: { campaign: CampaignProgress }) {
  const mayWrite = useMay('campaigns.write');
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <EditTags campaign={campaign} onDone={() => setEditing(false)} />;
  if (campaign.tags.length === 0 && !mayWrite) return null;
  return (
    <Group gap="xs">
      <TagList tags={campaign.tags} size="lg" />
      {mayWrite && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconTags size={15} aria-hidden />}
          onClick={() => setEditing(true)}
        >
          {campaign.tags.length === 0 ? 'Add tags' : 'Edit tags'}
        </Button>
      )}
    </Group>
  );
}

/** Each leads to all campaigns that have it. */
export function TagList({ tags, size }: { tags: readonly string[]; size: 'sm' | 'lg' }) {
  if (tags.length === 0) return null;
  return (
    <ul className={classes.tags} aria-label="Tags">
      {tags.map((tag) => (
        <li key={tag}>
          <Badge
            component={Link}
            to={`/campaigns?tag=${encodeURIComponent(tag)}`}
            className={classes.tag}
            size={size}
            variant="default"
            maw="min(100%, 16rem)"
          >
            {tag}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function EditTags({ campaign, onDone }: { campaign: CampaignProgress; onDone: () => void }) {
  const { id, segmentId, messageTemplate } = campaign;
  const [tags, setTags] = useState(campaign.tags);
  const queryClient = useQueryClient();
  const saving = useMutation({
    mutationFn: () => updateCampaignTags({ params: { id }, body: { tags } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(
        campaignProgressQuery(id).queryKey,
        (before) => before && { ...before, tags: saved.tags, updatedAt: saved.updatedAt },
      );
      void queryClient.invalidateQueries({ queryKey: ['campaigns', 'list'] });
      notify.done('Tags saved');
      onDone();
    },
  });
  return (
    <SectionCard title="Edit tags" description={TAGS_WORDS}>
      <Stack gap="md">
        <TagsField value={tags} onChange={setTags} about={{ segmentId, messageTemplate }} />
        {saving.error && <ErrorNotice title="The tags were not saved" error={saving.error} />}
        <Group gap="sm" justify="flex-end">
          <Button variant="default" onClick={onDone} disabled={saving.isPending}>
            Cancel
          </Button>
          <Button onClick={() => saving.mutate()} loading={saving.isPending}>
            Save tags
          </Button>
        </Group>
      </Stack>
    </SectionCard>
  );
}
