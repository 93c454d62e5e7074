ALTER TABLE "target_group" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "place" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "crew_post" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "crew_post" ADD COLUMN "grant_id" uuid;