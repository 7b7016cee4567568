-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "nameKey" TEXT NOT NULL DEFAULT '';

-- Folded text is compared by its bytes, whatever the locale of the database.
ALTER TABLE "Campaign" ALTER COLUMN "nameKey" TYPE TEXT COLLATE "C";
