import type { AudienceMember } from '@herald/shared';
import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router-dom';

import { useFormats } from '../../../lib/formats.ts';
import { nameOf } from '../person-name.ts';
import classes from './live-panel.module.css';

interface PeopleListProps {
  people: readonly AudienceMember[];
}

/** Some people by name, with where they live and what they have spent. */
export function PeopleList({ people }: PeopleListProps) {
  const { money } = useFormats();
  if (people.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody.
      </Text>
    );
  }
  return (
    <ul className={classes.people}>
      {people.map((person) => (
        <li key={person.id} className={classes.person}>
          <span className={classes.who}>
            <Anchor component={Link} to={`/customers/${person.id}`} target="_blank" inherit>
              {nameOf(person)}
            </Anchor>
            {person.city !== null && (
              <Text span c="dimmed" size="sm">
                {' '}
                · {person.city}
              </Text>
            )}
          </span>
          <Text span size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {money(person.totalSpend)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
