import { MAX_CAMPAIGN_TAG_LENGTH, MAX_CAMPAIGN_TAGS } from '@herald/shared';
import { Badge, Button, Group, Stack, TagsInput, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlus, IconSparkles } from '@tabler/icons-react';

import { suggestCampaignTags } from '../../../api/ai.ts';
import { ErrorNotice } from '../../../components/error-notice.tsx';
import { SuggestionOrigin } from '../../../components/suggestions/suggestion-origin.tsx';
import type { EndpointBody } from '../../../lib/endpoint.ts';
import { useMay } from '../../../lib/may.ts';
import { useQuestion } from '../../../lib/use-question.ts';
import classes from './tags.module.css';

type About = EndpointBody<'suggestCampaignTags'>;

/** For whoever does not know them yet; goes with the title of what the field is in. */
export const TAGS_WORDS = 'To find the campaign by later. Customers do not see them.';

interface TagsFieldProps {
  value: string[];
  onChange: (tags: string[]) => void;
  /** What tags are suggested for. */
  about: About;
  error?: string | undefined;
}

/** Labels to find a campaign by, and what they could be. */
export function TagsField({ value, onChange, about, error }: TagsFieldProps) {
  const mayAsk = useMay('ai.ask');
  const change = (tags: string[]) => onChange(withoutDoubles(tags));
  return (
    <Stack gap="sm">
      <TagsInput
        aria-label="Tags"
        placeholder={value.length === 0 ? 'Type one and press Enter' : ''}
        value={value}
        onChange={change}
        maxTags={MAX_CAMPAIGN_TAGS}
        maxLength={MAX_CAMPAIGN_TAG_LENGTH}
        error={error}
        clearButtonProps={{ 'aria-label': 'Remove all tags' }}
        acceptValueOnBlur
      />
      {mayAsk && <SuggestedTags taken={value} about={about} onAdd={(tag) => change([...value, tag])} />}
    </Stack>
  );
}

/** Those that differ in letter case only are one, as Herald sees it too. */
function withoutDoubles(tags: readonly string[]): string[] {
  const seen = new Set<string>();
  return tags
    .map((tag) => tag.trim())
    .filter((tag) => {
      const key = tag.toLowerCase();
      if (tag === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

interface SuggestedTagsProps {
  taken: readonly string[];
  about: About;
  onAdd: (tag: string) => void;
}

function SuggestedTags({ taken, about, onAdd }: SuggestedTagsProps) {
  const { asked, answer, error, isAsking, ask } = useQuestion('campaign-tags', (body: About, options) =>
    suggestCampaignTags({ body }, options),
  );
  const offered = answer?.tags.filter(({ tag }) => !isTaken(taken, tag)) ?? [];
  const isFull = taken.length >= MAX_CAMPAIGN_TAGS;
  return (
    <Stack gap="xs">
      <Button
        size="xs"
        variant="default"
        leftSection={<IconSparkles size={15} aria-hidden />}
        loading={isAsking}
        onClick={() => ask(about)}
        style={{ alignSelf: 'flex-start' }}
      >
        Suggest tags
      </Button>
      {error && asked && <ErrorNotice title="No tags could be suggested" error={error} onRetry={() => ask(asked)} />}
      {answer && offered.length > 0 && (
        <ul className={classes.suggested} aria-label="Suggested tags">
          {offered.map(({ tag, reason }) => (
            <li key={tag}>
              <Tooltip label={reason} multiline maw={280}>
                <UnstyledButton
                  className={classes.offer}
                  onClick={() => onAdd(tag)}
                  disabled={isFull}
                  aria-label={`Add the tag ${tag}`}
                >
                  <Badge
                    color="violet"
                    size="lg"
                    leftSection={<IconPlus size={13} aria-hidden />}
                    styles={{ root: { cursor: 'inherit' } }}
                  >
                    {tag}
                  </Badge>
                </UnstyledButton>
              </Tooltip>
            </li>
          ))}
        </ul>
      )}
      {answer && offered.length === 0 && (
        <Text size="sm" c="dimmed">
          {answer.tags.length === 0 ? 'Nothing stands out enough for a tag.' : 'All that were suggested are there.'}
        </Text>
      )}
      {answer && (
        <Group>
          <SuggestionOrigin origin={answer.origin} />
        </Group>
      )}
    </Stack>
  );
}

function isTaken(taken: readonly string[], tag: string): boolean {
  return taken.some((each) => each.toLowerCase() === tag.toLowerCase());
}
