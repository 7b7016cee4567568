// After a restore, before api and worker start: stops all sending and lists the campaigns that were open in the
// backup, for a person to decide: docker compose run --rm migrate node scripts/docker/after-restore.mjs
import { AuditEventRepository, createPool, DeliveryStopRepository } from '../../packages/platform/dist/index.js';
import { newId } from '../../packages/shared/dist/index.js';

const { DATABASE_URL: databaseUrl } = process.env;
if (!databaseUrl) throw new Error('DATABASE_URL is not set.');

const pool = createPool({ databaseUrl, maxConnections: 1, applicationName: 'herald-after-restore' });
try {
  const stops = new DeliveryStopRepository(pool);
  const stop = await stops.find();
  if (stop === undefined) await stops.stop('restored from a backup');
  await new AuditEventRepository(pool).insert({
    id: newId(),
    actor: 'OPERATOR',
    actorId: null,
    action: 'delivery.stop',
    outcome: 'DONE',
    reason: null,
    subjectId: null,
    address: null,
    requestId: null,
  });
  console.log('All sending is stopped. It starts again at /settings/sending, or with POST /api/delivery/start.\n');
  await tellOpenCampaigns();
} finally {
  await pool.end();
}

async function tellOpenCampaigns() {
  const { rows } = await pool.query(
    `SELECT c.id, c.name, c.status, c."audienceSize", c."audienceCursor", c."scheduledAt",
            c."audienceCursor" - c."sentCount" - c."failedCount" - c."excludedCount" - c."heldOutCount" - c."cancelledCount" AS open
     FROM "Campaign" c WHERE c.status IN ('SCHEDULED', 'PROCESSING', 'SENDING', 'PAUSED') ORDER BY c.id`,
  );
  if (rows.length === 0) {
    console.log('No campaign was open in the backup: nothing can be sent twice.');
    return;
  }
  console.log('Open in the backup; since then their messages may have gone out:');
  for (const { id, name, status, audienceSize, audienceCursor, scheduledAt, open } of rows) {
    const when = scheduledAt === null ? '' : `, scheduled for ${scheduledAt.toISOString()}`;
    const size =
      status === 'SCHEDULED'
        ? 'audience not frozen yet'
        : `${audienceSize - audienceCursor + open} of ${audienceSize} open`;
    console.log(`  ${id}  ${status.padEnd(10)} ${size}${when}  "${name}"`);
  }
  console.log(
    '\nA vendor that honours the Idempotency-Key delivers none of them twice: start sending. With one that does not,\n' +
      'cancel those that may have gone out (POST /api/campaigns/<id>/cancel) before sending starts.',
  );
}
