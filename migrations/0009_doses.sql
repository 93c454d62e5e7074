ALTER TABLE "review_item" DROP CONSTRAINT "review_item_kind";--> statement-breakpoint
ALTER TABLE "check_in" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "receipt_waiting_person" ON "receipt" USING btree ("person_id") WHERE outcome = 'quarantined';--> statement-breakpoint
CREATE INDEX "receipt_waiting_session" ON "receipt" USING btree ("session_id") WHERE outcome = 'quarantined';--> statement-breakpoint
CREATE INDEX "review_item_person" ON "review_item" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "review_item" ADD CONSTRAINT "review_item_kind" CHECK ("review_item"."kind" IN ('two-phones', 'interval', 'unknown-lot', 'stock-short', 'clock', 'stated-step', 'identity', 'recall', 'quarantine', 'late-for-closed-session', 'mix', 'age', 'expired-lot', 'date', 'visit'));