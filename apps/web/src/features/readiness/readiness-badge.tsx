import type { ReadinessOutput } from '@herald/shared';

import { useReadiness } from './get-readiness.ts';

export function ReadinessBadge() {
  const { data, isPending, isError } = useReadiness();
  if (isPending) return <Badge tone="unknown">Asking for health…</Badge>;
  // What was true a moment ago says nothing about a server that has stopped answering.
  if (isError) return <Badge tone="bad">Not reachable</Badge>;
  if (data.status === 'ready') return <Badge tone="good">Healthy</Badge>;
  return <Badge tone="bad">Not ready: {failedChecks(data).join(' and ')} failed</Badge>;
}

function failedChecks({ checks }: ReadinessOutput): string[] {
  return Object.entries(checks)
    .filter(([, result]) => result === 'failed')
    .map(([name]) => name);
}

function Badge({ tone, children }: { tone: 'good' | 'bad' | 'unknown'; children: React.ReactNode }) {
  return (
    <output className={`badge badge-${tone}`}>
      <span className="badge-dot" aria-hidden="true" />
      {children}
    </output>
  );
}
