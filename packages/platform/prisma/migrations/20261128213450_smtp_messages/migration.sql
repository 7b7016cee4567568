-- CreateEnum
CREATE TYPE "SmtpState" AS ENUM ('SENDING', 'SENT', 'FAILED', 'UNCERTAIN');

-- CreateTable
CREATE TABLE "SmtpMessage" (
    "key" TEXT NOT NULL,
    "communicationLogId" UUID NOT NULL,
    "state" "SmtpState" NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "SmtpMessage_pkey" PRIMARY KEY ("key")
);
