import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const PROMETHEUS_FOLDER = path.join(ROOT, 'deploy/prometheus');

const alertSchema = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
  annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook_url: z.string() }),
});
const panelSchema = z.object({
  id: z.number(),
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(z.object({ expr: z.string() })).default([]),
});

/** deploy/prometheus/alerts.yml, in which there is one group. */
export function readAlerts(): z.infer<typeof alertSchema>[] {
  const text = readFileSync(path.join(PROMETHEUS_FOLDER, 'alerts.yml'), 'utf8');
  return z.object({ groups: z.tuple([z.object({ rules: z.array(alertSchema) })]) }).parse(parse(text)).groups[0].rules;
}

/** The panels of deploy/grafana/herald.json, rows among them. */
export function readPanels(): z.infer<typeof panelSchema>[] {
  const text = readFileSync(path.join(ROOT, 'deploy/grafana/herald.json'), 'utf8');
  return z.object({ panels: z.array(panelSchema) }).parse(JSON.parse(text)).panels;
}

/** Names of the metrics that an expression asks for, as they stand in a registry. */
export function metricsIn(expression: string): string[] {
  const named = expression.replaceAll(/"[^"]*"/g, '').match(/\b(herald|nodejs|process)_\w+/g) ?? [];
  return named.map((name) => name.replace(/_(bucket|sum|count)$/, ''));
}
