import { useDeliveryState } from './get-delivery-state.ts';

const dateAndTime = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/**
 * Says that all sending is stopped, and why; nothing while messages go out. Where that cannot be
 * asked, the badge says so, and a stop that was known stays to be seen.
 */
export function StoppedNotice() {
  const { data } = useDeliveryState();
  if (data?.sending !== 'stopped') return null;
  return (
    <section className="notice notice-error" aria-labelledby="stopped-title">
      <div>
        <h3 id="stopped-title">Sending is stopped</h3>
        <p>{data.reason ?? 'Nobody said why.'}</p>
        <p>
          {data.stoppedAt !== null && (
            <>
              Since <time dateTime={data.stoppedAt}>{dateAndTime.format(new Date(data.stoppedAt))}</time>.{' '}
            </>
          )}
          No message of any campaign goes out until it is started again:
        </p>
        <pre>
          <code>{`curl -X POST ${window.location.origin}/api/delivery/start -H "authorization: Bearer $HERALD_API_KEY"`}</code>
        </pre>
      </div>
    </section>
  );
}
