-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "WorkerProcess" ADD COLUMN     "vendor" JSONB,
ADD COLUMN     "vendorTrouble" JSONB;

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "currency" TEXT,
ADD COLUMN     "name" TEXT NOT NULL DEFAULT 'Herald',
ADD COLUMN     "timeZone" TEXT,
ADD COLUMN     "updatedAt" TIMESTAMPTZ(3);
