import { ScrollArea, Text } from '@mantine/core';

import classes from './message-card.module.css';

/** A message as somebody reads it; a long one is scrolled inside, also by keys. */
export function MessageCard({ message, label }: { message: string; label: string }) {
  return (
    <ScrollArea.Autosize
      mah={420}
      type="auto"
      scrollbars="y"
      className={classes.card}
      viewportProps={{ role: 'group', 'aria-label': label, tabIndex: 0 }}
    >
      <Text className={classes.text}>{message}</Text>
    </ScrollArea.Autosize>
  );
}
