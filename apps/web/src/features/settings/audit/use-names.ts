import { useQuery } from '@tanstack/react-query';

import { apiKeysQuery } from '../../../api/keys.ts';
import { useMemberNames } from '../use-member-names.ts';

export interface Names {
  members: ReadonlyMap<string, string>;
  keys: ReadonlyMap<string, string>;
}

/** What members and keys are called, as far as they are known. */
export function useNames(): Names {
  const members = useMemberNames();
  const { data } = useQuery(apiKeysQuery());
  return { members, keys: new Map(data?.data.map(({ id, name }) => [id, name])) };
}
