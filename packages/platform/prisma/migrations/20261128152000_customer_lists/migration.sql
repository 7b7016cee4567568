-- CreateIndex
CREATE INDEX IF NOT EXISTS "Customer_createdAt_id_idx" ON "Customer"("createdAt", "id");

-- What Prisma's schema language cannot say.

-- Whom of an audience no message reaches: they are few, and so this is quicker than looking at everybody. The
-- email only tells which of them have none, without a look at their rows.
CREATE INDEX IF NOT EXISTS "Customer_unreachable_idx" ON "Customer" (id) INCLUDE ("emailKey") WHERE "emailKey" IS NULL OR unsubscribed;
DROP INDEX IF EXISTS "Customer_without_email_idx";
