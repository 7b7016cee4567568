import { deliveryStateOutput } from '@herald/shared';
import { queryOptions } from '@tanstack/react-query';

import { endpoint } from '../lib/endpoint.ts';

const REFRESH_MS = 10_000;

export const getDeliveryState = endpoint<'getDeliveryState'>('get', '/api/delivery', deliveryStateOutput);
export const stopDelivery = endpoint<'stopDelivery'>('post', '/api/delivery/stop', deliveryStateOutput);
export const startDelivery = endpoint<'startDelivery'>('post', '/api/delivery/start', deliveryStateOutput);

/** Whether messages go out; asked again and again, as every page says so on top. */
export const deliveryStateQuery = () =>
  queryOptions({
    queryKey: ['delivery', 'state'],
    queryFn: ({ signal }) => getDeliveryState({}, { signal }),
    refetchInterval: REFRESH_MS,
  });
