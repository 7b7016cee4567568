import { PausedCampaigns } from '../features/campaigns/paused-campaigns.tsx';
import { Dashboard } from '../features/dashboard/dashboard.tsx';
import { StoppedNotice } from '../features/delivery/stopped-notice.tsx';
import { ReadinessBadge } from '../features/readiness/readiness-badge.tsx';

export function OverviewPage() {
  return (
    <>
      <header className="masthead">
        <div>
          <h1>Herald</h1>
          <p>Campaigns for the people who buy from you.</p>
        </div>
        <ReadinessBadge />
      </header>
      <main>
        <StoppedNotice />
        <PausedCampaigns />
        <Dashboard />
        <section aria-labelledby="api-title">
          <h2 id="api-title">For integrators</h2>
          <ul className="links">
            <li>
              <a href="/api/docs">API docs</a>
              <span>every call, to read and to try</span>
            </li>
            <li>
              <a href="/api/openapi.json">OpenAPI document</a>
              <span>the same, for machines</span>
            </li>
          </ul>
        </section>
      </main>
    </>
  );
}
