import { calendarDateIn, firstNameOf, toMajorUnits } from '@herald/shared';
import type { TemplateData } from '@herald/shared';

import type { Recipient } from '../repositories/recipient.repository.ts';

/** The values of the template variables for one recipient; days are those of the workspace. */
export function templateDataOf(recipient: Recipient, zone: string): TemplateData {
  const { totalSpend, orderCount, firstOrderAt, lastOrderAt } = recipient;
  return {
    name: recipient.name,
    firstName: firstNameOf(recipient.name),
    email: recipient.email,
    phone: recipient.phone,
    city: recipient.city,
    state: recipient.state,
    country: recipient.country,
    postalCode: recipient.postalCode,
    tags: recipient.tags,
    visits: recipient.visits,
    attributes: recipient.attributes,
    totalSpend: toMajorUnits(totalSpend),
    orderCount,
    averageOrderValue: averageInMajorUnits(totalSpend, orderCount),
    firstOrderAt: firstOrderAt && calendarDateIn(firstOrderAt, zone),
    lastOrderAt: lastOrderAt && calendarDateIn(lastOrderAt, zone),
  };
}

function averageInMajorUnits(totalSpend: bigint, orderCount: number): number | null {
  return orderCount === 0 ? null : Math.round(Number(totalSpend) / orderCount) / 100;
}
