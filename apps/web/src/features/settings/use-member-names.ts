import { useQuery } from '@tanstack/react-query';

import { membersQuery } from '../../api/members.ts';

/** What members are called, by their id; of as many as one page of them has. */
export function useMemberNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(membersQuery());
  return new Map(data?.data.map(({ id, name, email }) => [id, name ?? email]));
}
