import '@mantine/spotlight/styles.layer.css';

import { Text } from '@mantine/core';
import { spotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

import classes from './command-palette.module.css';
import { onOpenPalette } from './palette-state.ts';
import { type Command, useCommands } from './use-commands.ts';
import { useFoundThings } from './use-found-things.ts';

/** Goes everywhere, does what is done often, and finds customers, segments and campaigns by name. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const commands = useCommands();
  const found = useFoundThings(query);
  useEffect(() => {
    spotlight.open();
    return onOpenPalette(spotlight.open);
  }, []);
  const groups = [...found.groups, ...matching(commands, query)].filter(({ items }) => items.length > 0);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={440}
      centered={false}
      yOffset="14vh"
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      transitionProps={{ duration: 100 }}
      attributes={{ content: { 'aria-label': 'Search and go' } }}
      classNames={{ actionsGroup: classes.group }}
    >
      <Spotlight.Search
        placeholder="Search customers, segments, campaigns, pages"
        aria-label="Search"
        onKeyDown={({ key }) => {
          // What the server found came after the kit had looked for something to select.
          if (key !== 'Enter' || document.querySelector('[data-action][data-selected]') !== null) return;
          groups[0]?.items[0]?.run();
          spotlight.close();
        }}
        leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {groups.map(({ name, items }) => (
          <Spotlight.ActionsGroup key={name} label={name}>
            {items.map(({ id, label, description, icon: Glyph, run }) => (
              <Spotlight.Action
                key={id}
                label={label}
                {...(description !== undefined && { description })}
                leftSection={<Glyph size={19} stroke={1.6} aria-hidden />}
                onClick={run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && (
          <Spotlight.Empty>{found.isSearching ? 'Searching…' : 'Nothing has this name'}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
      {found.error && (
        <Spotlight.Footer>
          <Text size="xs" c="dimmed" role="alert">
            Customers, segments and campaigns could not be searched: {found.error.message}
          </Text>
        </Spotlight.Footer>
      )}
    </Spotlight.Root>
  );
}

interface Group {
  name: string;
  items: readonly Command[];
}

function matching(groups: readonly Group[], query: string): Group[] {
  const words = query.trim().toLowerCase().split(/\s+/);
  return groups.map(({ name, items }) => ({
    name,
    items: items.filter(({ label, keywords = '' }) => {
      const text = `${label} ${keywords}`.toLowerCase();
      return words.every((word) => text.includes(word));
    }),
  }));
}
