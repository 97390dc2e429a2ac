-- When somebody who asked gave up waiting, which chats and telephones record.

ALTER TABLE "inquiry" ADD COLUMN "abandoned_at" TIMESTAMP;
ALTER TABLE "inquiry" ADD COLUMN "abandoned_on" DATE;
