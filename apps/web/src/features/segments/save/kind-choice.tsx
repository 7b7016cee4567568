import { SEGMENT_KINDS } from '@herald/shared';
import type { SegmentKind } from '@herald/shared';
import { Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';

import { KIND_LOOKS } from '../segment-kinds.tsx';
import classes from './kind-choice.module.css';

interface KindChoiceProps {
  value: SegmentKind;
  onChange: (kind: SegmentKind) => void;
}

/** Frozen or live, with what each means. */
export function KindChoice({ value, onChange }: KindChoiceProps) {
  return (
    <Radio.Group
      label="Who is in it later"
      value={value}
      onChange={(next) => onChange(next === 'dynamic' ? 'dynamic' : 'static')}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {SEGMENT_KINDS.map((kind) => {
          const { word, words, icon: Glyph } = KIND_LOOKS[kind];
          return (
            <Radio.Card
              key={kind}
              value={kind}
              className={classes.card}
              aria-label={word}
              aria-describedby={`kind-${kind}`}
            >
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Radio.Indicator mt={1} />
                <Stack gap={2}>
                  <Text size="sm" fw={600} className={classes.word}>
                    <Glyph size={15} aria-hidden /> {word}
                  </Text>
                  <Text size="xs" c="dimmed" id={`kind-${kind}`}>
                    {words}
                  </Text>
                </Stack>
              </Group>
            </Radio.Card>
          );
        })}
      </SimpleGrid>
    </Radio.Group>
  );
}
