-- What Prisma's schema language cannot say.

-- Batches with rejected rows: they are few, and nobody should go through all the others to find them.
CREATE INDEX IF NOT EXISTS "Ingestion_rejected_idx" ON "Ingestion" (id) WHERE rejected > 0;
