import { expect } from '@jest/globals';
import { ORDER_STATUSES, toMajorUnits } from '@herald/shared';
import type { DashboardDays } from '@herald/shared';

import type { RandomShop, ShopFigures } from './random-shop.ts';

/** The same figures, counted one by one in memory; days are found by the calendar of the runtime. */
export class NaiveFigures {
  private readonly shop: RandomShop;
  private readonly byDay = new Map<string, ShopFigures>();
  private readonly calendar: Intl.DateTimeFormat;

  constructor(shop: RandomShop, zone: string) {
    this.shop = shop;
    // Years, months and days as in ISO 8601.
    this.calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
    for (const { at, ...figures } of shop.events()) this.add(this.dayOf(at), figures);
  }

  between(from: string, to: string) {
    const sum = this.sumOf([...this.byDay].flatMap(([day, figures]) => (day >= from && day <= to ? [figures] : [])));
    return { ...sum, revenue: toMajorUnits(sum.revenue) };
  }

  outcomes(period: DashboardDays) {
    const launched = this.shop.campaigns.filter(({ launchedAt }) => launchedAt && this.isIn(period, launchedAt));
    const sum = (index: number) => launched.reduce((total, { counts }) => total + (counts[index] ?? 0), 0);
    const [sent, failed, excluded, heldOut, cancelled, open] = [0, 1, 2, 3, 4, 5].map(sum);
    return { sent, failed, excluded, heldOut, cancelled, open };
  }

  launched(period: DashboardDays): number {
    return this.shop.campaigns.filter(({ launchedAt }) => launchedAt && this.isIn(period, launchedAt)).length;
  }

  ordersByStatus(period: DashboardDays) {
    return ORDER_STATUSES.map((status) => {
      const those = this.shop.orders.filter((order) => order.status === status && this.isIn(period, order.orderedAt));
      return { status, orders: those.length, amount: toMajorUnits(totalOf(those)) };
    });
  }

  cities(period: DashboardDays) {
    const groups = groupBy(this.ordersIn(period), ({ customerId }) => this.cityKeyOf(customerId));
    const cities = [...groups].map(([key, orders]) => ({
      key,
      total: totalOf(orders),
      customers: new Set(orders.map(({ customerId }) => customerId)).size,
      orders: orders.length,
    }));
    return cities
      .toSorted((one, other) => Number(other.total - one.total) || (one.key ?? '~').localeCompare(other.key ?? '~'))
      .map(({ key, total, customers, orders }) => ({
        city: key === null ? null : expect.stringMatching(new RegExp(`^${key}$`, 'i')),
        customers,
        orders,
        revenue: toMajorUnits(total),
      }));
  }

  products(period: DashboardDays) {
    const items = this.ordersIn(period).flatMap((order) => order.items);
    const groups = groupBy(items, ({ sku, name }) => (sku === null ? `name ${name}` : `sku ${sku}`).toLowerCase());
    const products = [...groups.values()].map((group) => ({
      name: group.map(({ name }) => name).toSorted()[0] ?? '',
      quantity: group.reduce((sum, { quantity }) => sum + quantity, 0),
      total: group.reduce((sum, { quantity, price }) => sum + BigInt(quantity) * price, 0n),
    }));
    return products
      .toSorted((one, other) => Number(other.total - one.total) || (one.name < other.name ? -1 : 1))
      .map(({ total, ...product }) => ({ ...product, revenue: toMajorUnits(total) }));
  }

  private ordersIn(period: DashboardDays) {
    return this.shop.countedOrders().filter(({ orderedAt }) => this.isIn(period, orderedAt));
  }

  private cityKeyOf(id: string): string | null {
    return this.shop.customers.find((customer) => customer.id === id)?.city?.toLowerCase() ?? null;
  }

  private isIn({ from, to }: DashboardDays, at: Date): boolean {
    const day = this.dayOf(at);
    return day >= from && day <= to;
  }

  private dayOf(at: Date): string {
    return this.calendar.format(at);
  }

  private add(day: string, figures: Partial<ShopFigures>): void {
    this.byDay.set(day, this.sumOf([this.byDay.get(day) ?? {}, figures]));
  }

  private sumOf(all: Partial<ShopFigures>[]): ShopFigures {
    const sum: ShopFigures = { newCustomers: 0, orders: 0, revenue: 0n, sent: 0, failed: 0, excluded: 0 };
    for (const { revenue = 0n, ...counts } of all) {
      sum.revenue += revenue;
      for (const [key, count] of Object.entries(counts)) sum[key as keyof typeof counts] += count;
    }
    return sum;
  }
}

function totalOf(orders: { amount: bigint }[]): bigint {
  return orders.reduce((sum, { amount }) => sum + amount, 0n);
}

function groupBy<K, T>(things: readonly T[], keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) groups.set(keyOf(thing), [...(groups.get(keyOf(thing)) ?? []), thing]);
  return groups;
}
