-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "OrderStatus" AS ENUM ('PENDING', 'PAID', 'SHIPPED', 'DELIVERED', 'COMPLETED', 'CANCELLED', 'REFUNDED');

-- CreateEnum
CREATE TYPE "CampaignStatus" AS ENUM ('DRAFT', 'PROCESSING', 'SENDING', 'COMPLETED', 'FAILED');

-- CreateEnum
CREATE TYPE "CommunicationStatus" AS ENUM ('PENDING', 'SENDING', 'ACCEPTED', 'SENT', 'FAILED');

-- CreateEnum
CREATE TYPE "DeliveryReceiptStatus" AS ENUM ('SENT', 'FAILED');

-- CreateEnum
CREATE TYPE "IngestionKind" AS ENUM ('CUSTOMERS', 'ORDERS');

-- CreateTable
CREATE TABLE "Customer" (
    "id" UUID NOT NULL,
    "externalId" TEXT,
    "name" TEXT,
    "nameKey" TEXT,
    "email" TEXT,
    "emailKey" TEXT,
    "phone" TEXT,
    "visits" INTEGER NOT NULL DEFAULT 0,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tagKeys" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "attributes" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "writtenBy" UUID NOT NULL,
    "writtenFields" INTEGER NOT NULL,
    "olderWrites" JSONB,

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Address" (
    "customerId" UUID NOT NULL,
    "line1" TEXT,
    "line2" TEXT,
    "city" TEXT,
    "cityKey" TEXT,
    "state" TEXT,
    "stateKey" TEXT,
    "country" TEXT,
    "countryKey" TEXT,
    "postalCode" TEXT,

    CONSTRAINT "Address_pkey" PRIMARY KEY ("customerId")
);

-- CreateTable
CREATE TABLE "CustomerTotals" (
    "customerId" UUID NOT NULL,
    "totalSpend" BIGINT NOT NULL DEFAULT 0,
    "orderCount" INTEGER NOT NULL DEFAULT 0,
    "firstOrderAt" TIMESTAMPTZ(3),
    "lastOrderAt" TIMESTAMPTZ(3),

    CONSTRAINT "CustomerTotals_pkey" PRIMARY KEY ("customerId")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "customerId" UUID NOT NULL,
    "status" "OrderStatus" NOT NULL,
    "amount" BIGINT NOT NULL,
    "orderedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "writtenBy" UUID NOT NULL,
    "writtenFields" INTEGER NOT NULL,
    "olderWrites" JSONB,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderItem" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "customerId" UUID NOT NULL,
    "sku" TEXT,
    "name" TEXT NOT NULL,
    "category" TEXT,
    "quantity" INTEGER NOT NULL,
    "price" BIGINT NOT NULL,

    CONSTRAINT "OrderItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Segment" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "audienceUserIds" UUID[],
    "audienceSize" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Segment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "messageTemplate" TEXT NOT NULL,
    "segmentId" UUID NOT NULL,
    "status" "CampaignStatus" NOT NULL,
    "audienceUserIds" UUID[],
    "audienceSize" INTEGER NOT NULL DEFAULT 0,
    "audienceCursor" INTEGER NOT NULL DEFAULT 0,
    "sentCount" INTEGER NOT NULL DEFAULT 0,
    "failedCount" INTEGER NOT NULL DEFAULT 0,
    "failureReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "launchedAt" TIMESTAMPTZ(3),
    "completedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommunicationLog" (
    "id" UUID NOT NULL,
    "campaignId" UUID NOT NULL,
    "customerId" UUID NOT NULL,
    "status" "CommunicationStatus" NOT NULL,
    "personalizedMessage" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimedBy" TEXT,
    "claimedAt" TIMESTAMPTZ(3),
    "acceptedAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),
    "vendorMessageId" TEXT,
    "deliveryReceiptStatus" "DeliveryReceiptStatus",
    "failureReason" TEXT,

    CONSTRAINT "CommunicationLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Ingestion" (
    "id" UUID NOT NULL,
    "kind" "IngestionKind" NOT NULL,
    "received" INTEGER NOT NULL,
    "stored" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Ingestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IngestionChunk" (
    "id" UUID NOT NULL,
    "ingestionId" UUID NOT NULL,
    "kind" "IngestionKind" NOT NULL,
    "rows" JSON NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "availableAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IngestionChunk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RejectedRow" (
    "ingestionId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "row" JSONB NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "RejectedRow_pkey" PRIMARY KEY ("ingestionId","index")
);

-- CreateTable
CREATE TABLE "ReceiptInbox" (
    "id" UUID NOT NULL,
    "communicationLogId" UUID NOT NULL,
    "vendorMessageId" TEXT NOT NULL,
    "status" "DeliveryReceiptStatus" NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ReceiptInbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MockVendorMessage" (
    "id" UUID NOT NULL,
    "vendorMessageId" TEXT NOT NULL,
    "customerId" UUID NOT NULL,
    "message" TEXT NOT NULL,
    "outcome" "DeliveryReceiptStatus" NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "receiptDeliveredAt" TIMESTAMPTZ(3),

    CONSTRAINT "MockVendorMessage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Customer_externalId_key" ON "Customer"("externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Customer_emailKey_key" ON "Customer"("emailKey");

-- CreateIndex
CREATE UNIQUE INDEX "Order_externalId_key" ON "Order"("externalId");

-- CreateIndex
CREATE INDEX "Order_customerId_orderedAt_idx" ON "Order"("customerId", "orderedAt");

-- CreateIndex
CREATE INDEX "OrderItem_orderId_idx" ON "OrderItem"("orderId");

-- CreateIndex
CREATE INDEX "Segment_name_idx" ON "Segment"("name");

-- CreateIndex
CREATE INDEX "Campaign_segmentId_idx" ON "Campaign"("segmentId");

-- CreateIndex
CREATE INDEX "Campaign_status_idx" ON "Campaign"("status");

-- CreateIndex
CREATE INDEX "CommunicationLog_customerId_idx" ON "CommunicationLog"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "CommunicationLog_campaignId_customerId_key" ON "CommunicationLog"("campaignId", "customerId");

-- CreateIndex
CREATE INDEX "Ingestion_createdAt_idx" ON "Ingestion"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "MockVendorMessage_vendorMessageId_key" ON "MockVendorMessage"("vendorMessageId");

-- AddForeignKey
ALTER TABLE "Address" ADD CONSTRAINT "Address_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomerTotals" ADD CONSTRAINT "CustomerTotals_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderItem" ADD CONSTRAINT "OrderItem_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Campaign" ADD CONSTRAINT "Campaign_segmentId_fkey" FOREIGN KEY ("segmentId") REFERENCES "Segment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommunicationLog" ADD CONSTRAINT "CommunicationLog_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CommunicationLog" ADD CONSTRAINT "CommunicationLog_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IngestionChunk" ADD CONSTRAINT "IngestionChunk_ingestionId_fkey" FOREIGN KEY ("ingestionId") REFERENCES "Ingestion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RejectedRow" ADD CONSTRAINT "RejectedRow_ingestionId_fkey" FOREIGN KEY ("ingestionId") REFERENCES "Ingestion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.

-- Rows that are updated a few times keep room on their page, so that updates stay heap-only.
ALTER TABLE "CustomerTotals" SET (fillfactor = 80);
ALTER TABLE "CommunicationLog" SET (fillfactor = 70);
ALTER TABLE "Campaign" SET (fillfactor = 50);
ALTER TABLE "Ingestion" SET (fillfactor = 70);

-- Random ids do not compress, and trying costs time on every freeze and on every page of a launch.
ALTER TABLE "Segment" ALTER COLUMN "audienceUserIds" SET STORAGE EXTERNAL;
ALTER TABLE "Campaign" ALTER COLUMN "audienceUserIds" SET STORAGE EXTERNAL;

-- Prisma lists are never null, and rules rely on it.
ALTER TABLE "Customer" ALTER COLUMN "tags" SET NOT NULL, ALTER COLUMN "tagKeys" SET NOT NULL;
ALTER TABLE "Segment" ALTER COLUMN "audienceUserIds" SET NOT NULL;
ALTER TABLE "Campaign" ALTER COLUMN "audienceUserIds" SET DEFAULT '{}', ALTER COLUMN "audienceUserIds" SET NOT NULL;

-- A chunk lives for a second: compressing it costs more time than the room it saves.
ALTER TABLE "IngestionChunk" ALTER COLUMN "rows" SET STORAGE EXTERNAL;
