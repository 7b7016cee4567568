-- CreateEnum
CREATE TYPE "ContactChannel" AS ENUM ('EMAIL', 'PHONE');

-- CreateEnum
CREATE TYPE "FailureClass" AS ENUM ('TEMPLATE', 'REFUSED', 'UNANSWERED', 'UNDELIVERED', 'UNCERTAIN');

-- CreateEnum
CREATE TYPE "ExclusionReason" AS ENUM ('UNSUBSCRIBED', 'NO_EMAIL', 'NO_PHONE');

-- CreateEnum
CREATE TYPE "ReceiptEventKind" AS ENUM ('LATE', 'ORPHAN');

-- AlterEnum
ALTER TYPE "CampaignStatus" ADD VALUE 'SCHEDULED';
ALTER TYPE "CampaignStatus" ADD VALUE 'PAUSED';
ALTER TYPE "CampaignStatus" ADD VALUE 'CANCELLED';

-- AlterEnum
ALTER TYPE "CommunicationStatus" ADD VALUE 'CANCELLED';
ALTER TYPE "CommunicationStatus" ADD VALUE 'EXCLUDED';
ALTER TYPE "CommunicationStatus" ADD VALUE 'HOLDOUT';

-- AlterTable
ALTER TABLE "Customer" ADD COLUMN     "unsubscribed" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "cancelledAt" TIMESTAMPTZ(3),
ADD COLUMN     "cancelledCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "excludedCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "heldOutCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "holdoutPercent" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "pauseReason" TEXT,
ADD COLUMN     "pausedAt" TIMESTAMPTZ(3),
ADD COLUMN     "progressAt" TIMESTAMPTZ(3),
ADD COLUMN     "publishedCursor" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reachBy" "ContactChannel",
ADD COLUMN     "scheduledAt" TIMESTAMPTZ(3),
ADD COLUMN     "sealedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "CommunicationLog" ADD COLUMN     "cancelledAt" TIMESTAMPTZ(3),
ADD COLUMN     "exclusionReason" "ExclusionReason",
ADD COLUMN     "failureClass" "FailureClass",
ADD COLUMN     "formerVendorMessageIds" TEXT[],
ADD COLUMN     "round" INTEGER NOT NULL DEFAULT 0,
DROP COLUMN "claimedBy",
ADD COLUMN     "claimedBy" UUID;

-- AlterTable: until now the key was the row, so the books stay as they are.
ALTER TABLE "MockVendorMessage" ADD COLUMN "communicationLogId" UUID,
ADD COLUMN     "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
UPDATE "MockVendorMessage" SET "communicationLogId" = "id", "dueAt" = "acceptedAt";
ALTER TABLE "MockVendorMessage" ALTER COLUMN "communicationLogId" SET NOT NULL,
ALTER COLUMN "id" TYPE TEXT;
ALTER TABLE "MockVendorMessage" RENAME COLUMN "id" TO "key";

-- CreateTable
CREATE TABLE "ReceiptEvent" (
    "id" UUID NOT NULL,
    "kind" "ReceiptEventKind" NOT NULL,
    "communicationLogId" UUID NOT NULL,
    "vendorMessageId" TEXT NOT NULL,
    "status" "DeliveryReceiptStatus" NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReceiptEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WorkerProcess" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WorkerProcess_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holderId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "DeliveryStop" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "reason" TEXT,
    "stoppedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DeliveryStop_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ReceiptEvent_communicationLogId_vendorMessageId_status_key" ON "ReceiptEvent"("communicationLogId", "vendorMessageId", "status");

-- What there was before.

-- The rows of campaigns from before were handed to the queue, or the sweep has done it.
UPDATE "Campaign" SET "publishedCursor" = "audienceCursor";

UPDATE "CommunicationLog" SET "failureClass" =
  (CASE WHEN "deliveryReceiptStatus" = 'FAILED' THEN 'UNDELIVERED'
        WHEN "claimedAt" IS NULL THEN 'TEMPLATE'
        WHEN "failureReason" LIKE 'the vendor answered 4%' THEN 'REFUSED'
        ELSE 'UNANSWERED' END)::"FailureClass"
WHERE "status" = 'FAILED';

-- What Prisma's schema language cannot say.
ALTER TABLE "DeliveryStop" ADD CONSTRAINT "DeliveryStop_id_check" CHECK ("id" = 1);
ALTER TABLE "WorkerProcess" SET (fillfactor = 50);
