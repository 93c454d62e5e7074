DROP INDEX "receipt_waiting_person";--> statement-breakpoint
DROP INDEX "receipt_waiting_session";--> statement-breakpoint
ALTER TABLE "quarantine" ADD COLUMN "awaits" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX "quarantine_awaits" ON "quarantine" USING gin ("awaits");