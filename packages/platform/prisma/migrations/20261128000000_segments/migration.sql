-- "Contains" over a million names takes a trigram index. A trusted extension: the owner of the database may make it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "AttributeType" AS ENUM ('text', 'number', 'boolean', 'date');

-- CreateEnum
CREATE TYPE "SegmentKind" AS ENUM ('STATIC', 'DYNAMIC');

-- DropIndex
DROP INDEX "Segment_name_idx";

-- AlterTable
ALTER TABLE "Customer" ADD COLUMN     "attributeKeys" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "misfitAttributes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "phoneKey" TEXT;

-- AlterTable
ALTER TABLE "Address" ADD COLUMN     "postalCodeKey" TEXT;

-- AlterTable
ALTER TABLE "OrderItem" ADD COLUMN     "categoryKey" TEXT,
ADD COLUMN     "nameKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "skuKey" TEXT;

-- AlterTable
ALTER TABLE "Segment" ADD COLUMN     "kind" "SegmentKind" NOT NULL DEFAULT 'STATIC',
ADD COLUMN     "lastComputedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "nameKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "usedCampaignIds" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "usedSegmentIds" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "AttributeDefinition" (
    "key" TEXT NOT NULL,
    "type" "AttributeType" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AttributeDefinition_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "Customer_nameKey_idx" ON "Customer" USING GIN ("nameKey" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Customer_emailKey_idx" ON "Customer" USING GIN ("emailKey" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Customer_tagKeys_idx" ON "Customer" USING GIN ("tagKeys");

-- CreateIndex
CREATE INDEX "Customer_attributeKeys_idx" ON "Customer" USING GIN ("attributeKeys" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "Address_cityKey_idx" ON "Address"("cityKey");

-- CreateIndex
CREATE INDEX "CustomerTotals_totalSpend_idx" ON "CustomerTotals"("totalSpend");

-- CreateIndex
CREATE INDEX "CustomerTotals_lastOrderAt_idx" ON "CustomerTotals"("lastOrderAt");

-- CreateIndex
CREATE INDEX "Order_orderedAt_idx" ON "Order"("orderedAt");

-- CreateIndex
CREATE INDEX "OrderItem_skuKey_idx" ON "OrderItem"("skuKey");

-- CreateIndex
CREATE INDEX "Segment_nameKey_idx" ON "Segment"("nameKey");

-- What Prisma's schema language cannot say.

-- Prisma lists are never null, and rules rely on it.
ALTER TABLE "Customer" ALTER COLUMN "misfitAttributes" SET NOT NULL;
ALTER TABLE "Segment" ALTER COLUMN "usedSegmentIds" SET NOT NULL, ALTER COLUMN "usedCampaignIds" SET NOT NULL;

-- Folded text is compared by its bytes, whatever the locale of the database. That is also quicker.
ALTER TABLE "Customer"
  ALTER COLUMN "nameKey" TYPE TEXT COLLATE "C",
  ALTER COLUMN "emailKey" TYPE TEXT COLLATE "C",
  ALTER COLUMN "phoneKey" TYPE TEXT COLLATE "C";
ALTER TABLE "Address"
  ALTER COLUMN "cityKey" TYPE TEXT COLLATE "C",
  ALTER COLUMN "stateKey" TYPE TEXT COLLATE "C",
  ALTER COLUMN "countryKey" TYPE TEXT COLLATE "C",
  ALTER COLUMN "postalCodeKey" TYPE TEXT COLLATE "C";
ALTER TABLE "OrderItem"
  ALTER COLUMN "skuKey" TYPE TEXT COLLATE "C",
  ALTER COLUMN "nameKey" TYPE TEXT COLLATE "C",
  ALTER COLUMN "categoryKey" TYPE TEXT COLLATE "C";
ALTER TABLE "Segment" ALTER COLUMN "nameKey" TYPE TEXT COLLATE "C";

-- How many of an audience have no email: they are few, and so this is quicker than looking at everybody.
CREATE INDEX "Customer_without_email_idx" ON "Customer" (id) WHERE "emailKey" IS NULL;
-- How many values were of the wrong type.
CREATE INDEX "Customer_misfits_idx" ON "Customer" (id) WHERE "misfitAttributes" <> '{}';

-- Segments of before were frozen when they were made.
UPDATE "Segment" SET "lastComputedAt" = "createdAt";

-- The members of a static segment. PostgreSQL expects ten elements of any array, and with those in mind
-- goes through half a million of them for every customer. Of this function it expects as many rows as it is
-- told, and makes a hash table. STRICT keeps it from being inlined, which would lose that number again.
CREATE FUNCTION segment_members(segment UUID) RETURNS SETOF UUID
  LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100000
  AS $$ SELECT unnest("audienceUserIds") FROM "Segment" WHERE id = segment $$;
