import { useLatestCampaigns } from './get-latest-campaigns.ts';

/** Says which of the latest campaigns are paused, and why; nothing when none is. */
export function PausedCampaigns() {
  const { data = [] } = useLatestCampaigns();
  const paused = data.filter(({ status }) => status === 'PAUSED');
  if (paused.length === 0) return null;
  return (
    <section className="notice" aria-labelledby="paused-title">
      <div>
        <h3 id="paused-title">
          {paused.length === 1 ? 'A campaign is paused' : `${paused.length} campaigns are paused`}
        </h3>
        <ul>
          {paused.map(({ id, name, pauseReason }) => (
            <li key={id}>
              {name}: {pauseReason ?? 'nobody said why'}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
