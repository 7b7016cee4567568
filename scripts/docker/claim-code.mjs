// Prints a code that makes whoever knows it the first owner, once:
// docker compose exec api node scripts/docker/claim-code.mjs
import {
  AuditEventRepository,
  ClaimCodeRepository,
  ClaimCodes,
  createPool,
  MemberRepository,
  withRetriedTransaction,
} from '../../packages/platform/dist/index.js';
import { newId } from '../../packages/shared/dist/index.js';

const { DATABASE_URL: databaseUrl } = process.env;
if (!databaseUrl) throw new Error('DATABASE_URL is not set.');

const pool = createPool({ databaseUrl, maxConnections: 2, applicationName: 'herald-claim-code' });
const codes = new ClaimCodes({
  claimCodes: new ClaimCodeRepository(pool),
  members: new MemberRepository(pool),
  transact: (work) => withRetriedTransaction(pool, work),
  now: () => new Date(),
});
try {
  const code = await codes.issue();
  await new AuditEventRepository(pool).insert({
    id: newId(),
    actor: 'OPERATOR',
    actorId: null,
    action: 'claim_code.create',
    outcome: 'DONE',
    reason: null,
    subjectId: null,
    address: null,
    requestId: null,
  });
  console.log(code);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await pool.end();
}
