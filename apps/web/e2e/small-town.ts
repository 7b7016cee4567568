import type { UserInput } from '@herald/shared';

import type { HeraldClient } from '../../../scripts/herald/herald-client.ts';

/** Five people of whom everything is known, so that tests can count them. Esha has no email, Dev no city. */
export const PEOPLE: UserInput[] = [
  { externalId: 'C-1', name: 'Asha Rao', email: 'asha@example.com', address: { city: 'Mumbai' }, visits: 12 },
  { externalId: 'C-2', name: 'Ben Okafor', email: 'ben@example.com', address: { city: 'Delhi' }, visits: 1 },
  { externalId: 'C-3', name: 'Chitra Nair', email: 'chitra@example.com', address: { city: 'Mumbai' }, visits: 2 },
  { externalId: 'C-4', name: 'Dev Patel', email: 'dev@example.com', visits: 30, tags: ['vip'] },
  { externalId: 'C-5', name: 'Esha Iyer', address: { city: 'Pune' }, visits: 0, tags: ['vip'] },
];

export async function sendPeople(api: HeraldClient): Promise<void> {
  await api.waitForIngestion((await api.sendCustomers(PEOPLE)).ingestionId);
}
