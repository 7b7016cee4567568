import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { listMetrics, withMetrics } from '../docs/metrics-table.ts';
import { metricsIn, PROMETHEUS_FOLDER, readAlerts, readPanels } from './deployed-files.ts';

const DOCUMENT = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const TESTS = readFileSync(path.join(PROMETHEUS_FOLDER, 'alerts.test.yml'), 'utf8');
const known = new Set(listMetrics().map(({ name }) => name));
const panels = readPanels().filter(({ type }) => type !== 'row');
const unknownIn = (expression: string) => metricsIn(expression).filter((name) => !known.has(name));

it('docs/operations.md has every metric of the code; `pnpm docs:tables` writes them', () => {
  expect(withMetrics(DOCUMENT)).toBe(DOCUMENT);
});

describe('metrics', () => {
  it('are named as Prometheus wants it: base units, and totals that say so', () => {
    for (const { name, type } of listMetrics().filter((metric) => metric.name.startsWith('herald_'))) {
      expect(name).toMatch(/^herald_[a-z]+(_[a-z]+)*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/_(ms|millis|milliseconds|minutes|kb|mb|percent)(_|$)/);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });
});

describe.each(readAlerts().map((alert) => [alert.alert, alert] as const))('the alert %s', (name, alert) => {
  it('asks for metrics that there are', () => expect(unknownIn(alert.expr)).toEqual([]));

  it('says what to do, in docs/operations.md', () => {
    expect(alert.annotations.runbook_url).toBe(`docs/operations.md#${name.toLowerCase()}`);
    const [, section = ''] = DOCUMENT.split(`\n### ${name}\n`);
    const [severity = '', todo = ''] = section.trim().split('\n\n');
    expect(severity.toLowerCase()).toMatch(new RegExp(`^${alert.labels.severity}\\.`));
    expect(todo).toMatch(/^[A-Z]/);
  });

  it('is tested in a state in which it fires and in one in which it does not', () => {
    expect(TESTS).toContain(`- name: ${name} fires`);
    expect(TESTS).toContain(`- name: ${name} is calm`);
  });
});

it('docs/operations.md tells of no alert that there is not', () => {
  const [, section = ''] = DOCUMENT.split('\n## Alerts\n');
  const [ofAlerts = ''] = section.split('\n## ');
  const told = [...ofAlerts.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
  expect(told).toEqual(readAlerts().map(({ alert }) => alert));
});

describe('the dashboard', () => {
  it('asks for metrics that there are', () => {
    const unknown = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, ...unknownIn(expr)]));
    expect(unknown.filter(([, ...names]) => names.length > 0)).toEqual([]);
  });

  it('says of each panel what it shows', () => {
    for (const { title, description } of panels) expect([title, description]).toEqual([title, expect.any(String)]);
  });

  it('lays its panels side by side', () => {
    const all = readPanels();
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { gridPos: a, id } of all) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      const over = all.filter(
        ({ gridPos: b, id: other }) =>
          other !== id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
      );
      expect(over).toEqual([]);
    }
  });
});
