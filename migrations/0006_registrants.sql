ALTER TABLE "upload_row" ADD COLUMN "content_key" text;--> statement-breakpoint
ALTER TABLE "upload_row" ADD COLUMN "repairs" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "upload_row" ADD COLUMN "match" jsonb;--> statement-breakpoint
ALTER TABLE "upload_row" ADD COLUMN "committed_at" timestamp with time zone;