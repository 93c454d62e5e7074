ALTER TABLE "transfer" ADD COLUMN "handed_over_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "transfer" ADD COLUMN "carried_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "transfer" ADD COLUMN "dispatched_tenths_celsius" integer;--> statement-breakpoint
ALTER TABLE "transfer" ADD COLUMN "received_tenths_celsius" integer;--> statement-breakpoint
ALTER TABLE "transfer" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "transfer" ADD COLUMN "closed_by" uuid;--> statement-breakpoint
ALTER TABLE "transfer" ADD COLUMN "reception_note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "transfer" ADD COLUMN "decision" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "transfer_line" ADD COLUMN "shelf_vials" integer;--> statement-breakpoint
ALTER TABLE "transfer_line" ADD COLUMN "damaged_vials" integer;--> statement-breakpoint
ALTER TABLE "transfer_line" ADD COLUMN "differences" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "holder_store_once" ON "holder" USING btree ("kind","place_id") WHERE "holder"."kind" IN ('centre', 'ward');--> statement-breakpoint
CREATE UNIQUE INDEX "holder_fridge_once" ON "holder" USING btree ("site_id") WHERE "holder"."kind" = 'fridge';--> statement-breakpoint
CREATE UNIQUE INDEX "holder_boundary_once" ON "holder" USING btree ("kind") WHERE "holder"."kind" IN ('supplier', 'used', 'wasted', 'unaccounted', 'overfill');