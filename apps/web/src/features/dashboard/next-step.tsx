import type { DashboardStatsOutput } from '@herald/shared';

interface Step {
  title: string;
  text: string;
  call: string;
  body: unknown;
}

const addCustomers: Step = {
  title: 'No customers yet',
  text: 'Send the first ones:',
  call: '/api/user',
  body: [{ externalId: 'c-1', name: 'Ada', email: 'ada@example.com' }],
};

const saveSegment: Step = {
  title: 'No segment yet',
  text: 'Describe whom you want to reach and save it:',
  call: '/api/segments',
  body: {
    name: 'Good customers',
    rules: { combinator: 'and', rules: [{ field: 'totalSpend', operator: '>', value: 100 }] },
  },
};

/** Tells somebody with an empty Herald what to do first; says nothing once there is enough to work with. */
export function NextStep({ stats }: { stats: DashboardStatsOutput }) {
  const step = nextStep(stats);
  if (!step) return null;
  return (
    <div className="notice">
      <div>
        <h3>{step.title}</h3>
        <p>{step.text}</p>
        <pre>
          <code>{asCurl(step)}</code>
        </pre>
      </div>
    </div>
  );
}

function nextStep({ totalCustomers, customerSegments }: DashboardStatsOutput): Step | undefined {
  if (totalCustomers === 0) return addCustomers;
  if (customerSegments === 0) return saveSegment;
  return undefined;
}

function asCurl({ call, body }: Step): string {
  return [
    `curl ${window.location.origin}${call} \\`,
    `  -H "authorization: Bearer $HERALD_API_KEY" \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
}
