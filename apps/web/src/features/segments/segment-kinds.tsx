import type { SegmentKind } from '@herald/shared';
import { Badge, Tooltip } from '@mantine/core';
import { IconBolt, IconSnowflake } from '@tabler/icons-react';

/** How the two kinds of segments are called, and what each means. */
export const KIND_LOOKS = {
  static: {
    word: 'Frozen',
    icon: IconSnowflake,
    color: 'blue',
    words: 'Who is in it stays as it is when you save. Refresh it to take in who matches by then.',
  },
  dynamic: {
    word: 'Live',
    icon: IconBolt,
    color: 'teal',
    words: 'The rules are asked again each time a campaign is launched, so it is always up to date.',
  },
} as const satisfies Record<SegmentKind, unknown>;

export function KindBadge({ kind }: { kind: SegmentKind }) {
  const { word, icon: Glyph, color, words } = KIND_LOOKS[kind];
  return (
    <Tooltip label={words} multiline w={260}>
      <Badge color={color} leftSection={<Glyph size={12} aria-hidden />}>
        {word}
      </Badge>
    </Tooltip>
  );
}
