-- Whether an invoice is paid, which many lists say without a day.

ALTER TABLE "invoice" ADD COLUMN "is_paid" BOOLEAN;
