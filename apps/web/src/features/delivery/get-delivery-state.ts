import { deliveryStateOutput } from '@herald/shared';
import { useQuery } from '@tanstack/react-query';

import { getJson } from '../../lib/api-client.ts';

const REFRESH_MS = 5_000;

export function useDeliveryState() {
  return useQuery({
    queryKey: ['delivery'],
    queryFn: ({ signal }) => getJson('/api/delivery', deliveryStateOutput, { signal }),
    refetchInterval: REFRESH_MS,
  });
}
