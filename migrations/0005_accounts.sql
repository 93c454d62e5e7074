ALTER TABLE "device" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING brin ("at");