CREATE TABLE "access_grant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"place_id" uuid,
	"site_id" uuid,
	"session_id" uuid,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone,
	"given_by" uuid,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "access_grant_one_target" CHECK (num_nonnulls("access_grant"."place_id", "access_grant"."site_id", "access_grant"."session_id") <= 1),
	CONSTRAINT "access_grant_role" CHECK ("access_grant"."role" IN ('ward-official', 'scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead', 'city-centre', 'supervisor', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sign_in_name" text NOT NULL,
	"full_name" text NOT NULL,
	"unit" text DEFAULT '' NOT NULL,
	"task" text DEFAULT '' NOT NULL,
	"phone" text DEFAULT '' NOT NULL,
	"id_number_last4" text DEFAULT '' NOT NULL,
	"secret_hash" text NOT NULL,
	"secret_kind" text NOT NULL,
	"must_change_secret" boolean DEFAULT false NOT NULL,
	"totp_secret" "bytea",
	"totp_confirmed_at" timestamp with time zone,
	"totp_last_step" bigint,
	"disabled_at" timestamp with time zone,
	"session_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "account_sign_in_name_unique" UNIQUE("sign_in_name"),
	CONSTRAINT "account_secret_kind" CHECK ("account"."secret_kind" IN ('password', 'pin'))
);
--> statement-breakpoint
CREATE TABLE "account_number" (
	"account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" "bytea" NOT NULL,
	"lookup" "bytea" NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_number_account_id_lookup_pk" PRIMARY KEY("account_id","lookup"),
	CONSTRAINT "account_number_kind" CHECK ("account_number"."kind" IN ('cccd', 'cmnd', 'passport', 'other'))
);
--> statement-breakpoint
CREATE TABLE "audit_anchor" (
	"id" uuid PRIMARY KEY NOT NULL,
	"on_day" date NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"heads" text NOT NULL,
	"digest" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"lane" smallint NOT NULL,
	"seq" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_id" uuid,
	"device_id" uuid,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" uuid,
	"place_id" uuid,
	"detail" text NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_entry_lane_seq_pk" PRIMARY KEY("lane","seq")
);
--> statement-breakpoint
CREATE TABLE "audit_lane" (
	"id" smallint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"seq" bigint NOT NULL,
	"head" "bytea" NOT NULL,
	CONSTRAINT "audit_lane_kind" CHECK ("audit_lane"."kind" IN ('app', 'writer'))
);
--> statement-breakpoint
CREATE TABLE "authority" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"time_zone" text NOT NULL,
	"timeline_id" uuid NOT NULL,
	"pg_system_id" text NOT NULL,
	"pg_timeline" integer NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	CONSTRAINT "authority_country" CHECK ("authority"."country" IN ('VN', 'LA'))
);
--> statement-breakpoint
CREATE TABLE "device" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"site_id" uuid,
	"public_key" "bytea",
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_heartbeat_at" timestamp with time zone,
	"beat" bigint DEFAULT 0 NOT NULL,
	"queue_length" integer DEFAULT 0 NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"clock_offset_ms" bigint DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "grant_reach" (
	"account_id" uuid NOT NULL,
	"permission" text NOT NULL,
	"target_id" uuid NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone,
	"grant_id" uuid NOT NULL,
	CONSTRAINT "grant_reach_account_id_permission_target_id_grant_id_pk" PRIMARY KEY("account_id","permission","target_id","grant_id")
);
--> statement-breakpoint
CREATE TABLE "sign_in_family" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid NOT NULL,
	"device_id" uuid,
	"refresh_hash" "bytea" NOT NULL,
	"previous_hash" "bytea",
	"previous_until" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_reason" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_throttle" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "age_cut" (
	"from_age" smallint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "age_rule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"antigen" text NOT NULL,
	"product_code" text NOT NULL,
	"step" text,
	"age_from" smallint NOT NULL,
	"age_to" smallint,
	"volume_ml" numeric(4, 2) NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"document_number" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "campaign" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"antigen" text NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"state" text NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	"retention_until" date,
	"legal_hold" boolean DEFAULT false NOT NULL,
	"planner_params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "campaign_state" CHECK ("campaign"."state" IN ('planned', 'open', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "campaign_product" (
	"campaign_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	CONSTRAINT "campaign_product_campaign_id_product_id_pk" PRIMARY KEY("campaign_id","product_id")
);
--> statement-breakpoint
CREATE TABLE "course" (
	"id" uuid PRIMARY KEY NOT NULL,
	"antigen" text NOT NULL,
	"family" text NOT NULL,
	"basic_doses" smallint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"document_number" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "interval_rule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"antigen" text NOT NULL,
	"from_step" text NOT NULL,
	"to_step" text NOT NULL,
	"family_before" text,
	"family_after" text,
	"age_from" smallint DEFAULT 0 NOT NULL,
	"age_to" smallint,
	"condition" text DEFAULT 'any' NOT NULL,
	"min_days" integer NOT NULL,
	"advised_max_days" integer,
	"verdict" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"document_number" text NOT NULL,
	CONSTRAINT "interval_rule_condition" CHECK ("interval_rule"."condition" IN ('any', 'immuno', 'exposed', 'recovered')),
	CONSTRAINT "interval_rule_verdict" CHECK ("interval_rule"."verdict" IN ('warn', 'refuse-before'))
);
--> statement-breakpoint
CREATE TABLE "mix_rule" (
	"id" uuid PRIMARY KEY NOT NULL,
	"antigen" text NOT NULL,
	"family_before" text NOT NULL,
	"family_after" text NOT NULL,
	"step" text,
	"min_days" integer,
	"needs_consent" boolean DEFAULT false NOT NULL,
	"verdict" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"document_number" text NOT NULL,
	CONSTRAINT "mix_rule_verdict" CHECK ("mix_rule"."verdict" IN ('allow', 'warn', 'override'))
);
--> statement-breakpoint
CREATE TABLE "rule_set" (
	"version" integer PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	"content" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "step" (
	"code" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"number" smallint NOT NULL,
	"position" smallint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "target" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"place_id" uuid NOT NULL,
	"target_group_id" uuid NOT NULL,
	"step" text NOT NULL,
	"persons" integer NOT NULL,
	"source" text NOT NULL,
	"as_of_on" date NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	"accepted_by" text DEFAULT '' NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"recorded_by" uuid,
	CONSTRAINT "target_persons" CHECK ("target"."persons" >= 0),
	CONSTRAINT "target_source" CHECK ("target"."source" IN ('assigned', 'list', 'population'))
);
--> statement-breakpoint
CREATE TABLE "target_group" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"name" text NOT NULL,
	"age_from" smallint NOT NULL,
	"age_to" smallint,
	"codes" smallint[],
	"goal_percent" numeric(5, 2) DEFAULT 95 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "confirmation_slip" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid,
	"dose_ids" uuid[] NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"issued_by" uuid NOT NULL,
	"copy" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "confirmation_slip_number_unique" UNIQUE("number"),
	CONSTRAINT "confirmation_slip_copy" UNIQUE("person_id","session_id","copy")
);
--> statement-breakpoint
CREATE TABLE "correction_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"dose_id" uuid,
	"said" "bytea" NOT NULL,
	"photo" "bytea",
	"voice" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid NOT NULL,
	CONSTRAINT "correction_request_subject" CHECK ("correction_request"."subject" IN ('name', 'birth', 'sex', 'number', 'phone', 'address', 'residence', 'dose-missing', 'dose-not-given', 'dose-of-another', 'dose-details')),
	CONSTRAINT "correction_request_voice" CHECK ("correction_request"."voice" IN ('person', 'guardian', 'staff')),
	CONSTRAINT "correction_request_dose" CHECK (("correction_request"."dose_id" IS NOT NULL) = ("correction_request"."subject" IN ('dose-not-given', 'dose-of-another', 'dose-details')))
);
--> statement-breakpoint
CREATE TABLE "correction_step" (
	"id" uuid PRIMARY KEY NOT NULL,
	"request_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"act" text NOT NULL,
	"reason" "bytea",
	"outcome_kind" text,
	"outcome_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"by_id" uuid NOT NULL,
	CONSTRAINT "correction_step_order" UNIQUE("request_id","number"),
	CONSTRAINT "correction_step_act" CHECK ("correction_step"."act" IN ('take', 'give-back', 'hand-over', 'done', 'refuse')),
	CONSTRAINT "correction_step_outcome" CHECK ("correction_step"."outcome_kind" IN ('person-event', 'dose-change', 'dose', 'review-decision', 'merge')),
	CONSTRAINT "correction_step_done" CHECK (("correction_step"."act" = 'done') = ("correction_step"."outcome_id" IS NOT NULL) AND ("correction_step"."outcome_id" IS NULL) = ("correction_step"."outcome_kind" IS NULL)),
	CONSTRAINT "correction_step_reason" CHECK ("correction_step"."act" NOT IN ('hand-over', 'refuse') OR "correction_step"."reason" IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE "coverage_day" (
	"ward_id" uuid NOT NULL,
	"given_on" date NOT NULL,
	"antigen" text NOT NULL,
	"step" text NOT NULL,
	"age_cell" smallint NOT NULL,
	"doses" integer NOT NULL,
	CONSTRAINT "coverage_day_ward_id_given_on_antigen_step_age_cell_pk" PRIMARY KEY("ward_id","given_on","antigen","step","age_cell")
);
--> statement-breakpoint
CREATE TABLE "coverage_ward" (
	"ward_id" uuid NOT NULL,
	"antigen" text NOT NULL,
	"step" text NOT NULL,
	"age_cell" smallint NOT NULL,
	"priority_code" smallint NOT NULL,
	"doses" integer NOT NULL,
	CONSTRAINT "coverage_ward_ward_id_antigen_step_age_cell_priority_code_pk" PRIMARY KEY("ward_id","antigen","step","age_cell","priority_code")
);
--> statement-breakpoint
CREATE TABLE "entry_delay" (
	"given_on" date NOT NULL,
	"ward_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"step" text NOT NULL,
	"entered_on" date NOT NULL,
	"doses" integer NOT NULL,
	CONSTRAINT "entry_delay_given_on_ward_id_site_id_product_id_step_entered_on_pk" PRIMARY KEY("given_on","ward_id","site_id","product_id","step","entered_on")
);
--> statement-breakpoint
CREATE TABLE "check_in" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"author_id" uuid NOT NULL,
	"how" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "check_in_how" CHECK ("check_in"."how" IN ('invitation', 'cccd', 'bhyt', 'search', 'walk-in', 'family'))
);
--> statement-breakpoint
CREATE TABLE "consent" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"author_id" uuid NOT NULL,
	"agreed" text NOT NULL,
	"given_by" text NOT NULL,
	"guardian_name" text DEFAULT '' NOT NULL,
	"guardian_relation" text DEFAULT '' NOT NULL,
	CONSTRAINT "consent_agreed" CHECK ("consent"."agreed" IN ('agreed', 'refused')),
	CONSTRAINT "consent_by" CHECK ("consent"."given_by" IN ('self', 'guardian'))
);
--> statement-breakpoint
CREATE TABLE "dose" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid,
	"ward_id" uuid,
	"site_id" uuid,
	"residence_id" uuid NOT NULL,
	"group_id" uuid,
	"campaign_id" uuid,
	"antigen" text NOT NULL,
	"product_id" uuid NOT NULL,
	"lot_id" uuid,
	"lot_text" text DEFAULT '' NOT NULL,
	"movement_id" uuid,
	"stated_step" text,
	"given_at" timestamp with time zone NOT NULL,
	"given_on" date NOT NULL,
	"captured_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"entered_on" date NOT NULL,
	"author_id" uuid NOT NULL,
	"vaccinator_name" text DEFAULT '' NOT NULL,
	"age_cell" smallint NOT NULL,
	"priority_code" smallint NOT NULL,
	"origin" text NOT NULL,
	"source" text NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"volume_ml" numeric(4, 2),
	"arm" text DEFAULT '' NOT NULL,
	CONSTRAINT "dose_origin" CHECK ("dose"."origin" IN ('site', 'paper', 'history', 'other-place')),
	CONSTRAINT "dose_source" CHECK ("dose"."source" IN ('administered', 'reported')),
	CONSTRAINT "dose_administered_here" CHECK ("dose"."source" = 'reported' OR ("dose"."session_id" IS NOT NULL AND "dose"."lot_id" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "dose_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dose_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason" text NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "dose_change_kind" CHECK ("dose_change"."kind" IN ('void', 'correct', 'restore'))
);
--> statement-breakpoint
CREATE TABLE "dose_standing" (
	"dose_id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"antigen" text NOT NULL,
	"given_on" date NOT NULL,
	"day_rank" smallint,
	"step" text,
	"flags" text[] DEFAULT '{}' NOT NULL,
	"age_cell" smallint DEFAULT 0 NOT NULL,
	"rules_version" integer NOT NULL,
	CONSTRAINT "dose_standing_counted" CHECK (("dose_standing"."step" IS NULL OR "dose_standing"."day_rank" IS NOT NULL) AND ("dose_standing"."day_rank" IS DISTINCT FROM 0 OR "dose_standing"."step" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "lost_entry" (
	"entry_id" uuid PRIMARY KEY NOT NULL,
	"device_id" uuid NOT NULL,
	"device_seq" bigint NOT NULL,
	"author_id" uuid NOT NULL,
	"said_by" uuid NOT NULL,
	"remedy" text NOT NULL,
	"reason" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"clock_offset_ms" bigint NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"site_id" uuid,
	"ward_id" uuid,
	"session_id" uuid,
	CONSTRAINT "lost_entry_remedy" CHECK ("lost_entry"."remedy" IN ('entered-again', 'not-on-paper'))
);
--> statement-breakpoint
CREATE TABLE "not_given" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"author_id" uuid NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "not_given_reason" CHECK ("not_given"."reason" IN ('refused', 'absent', 'no-vaccine', 'fever', 'left', 'other'))
);
--> statement-breakpoint
CREATE TABLE "observation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"author_id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"note" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"receipt_id" uuid PRIMARY KEY NOT NULL,
	"payload" "bytea" NOT NULL,
	"why" text NOT NULL,
	"awaits" uuid[] DEFAULT '{}' NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quarantine_release" (
	"receipt_id" uuid PRIMARY KEY NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reaction" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"author_id" uuid NOT NULL,
	"dose_id" uuid NOT NULL,
	"onset_at" timestamp with time zone NOT NULL,
	"where_seen" text NOT NULL,
	"severity" text NOT NULL,
	"grade" smallint,
	"symptoms" text[] DEFAULT '{}' NOT NULL,
	"treatment" text DEFAULT '' NOT NULL,
	"outcome" text DEFAULT '' NOT NULL,
	CONSTRAINT "reaction_severity" CHECK ("reaction"."severity" IN ('common', 'severe')),
	CONSTRAINT "reaction_where" CHECK ("reaction"."where_seen" IN ('site', 'home', 'facility'))
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"payload_hash" "bytea" NOT NULL,
	"outcome" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"author_id" uuid NOT NULL,
	"device_id" uuid,
	"device_seq" bigint,
	"captured_at" timestamp with time zone NOT NULL,
	"clock_offset_ms" bigint DEFAULT 0 NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"session_id" uuid,
	"person_id" uuid,
	CONSTRAINT "receipt_outcome" CHECK ("receipt"."outcome" IN ('accepted', 'needs_review', 'quarantined')),
	CONSTRAINT "receipt_kind" CHECK ("receipt"."kind" IN ('walk-in', 'check-in', 'consent', 'screening', 'not-given', 'dose', 'observation', 'reaction', 'void', 'correction'))
);
--> statement-breakpoint
CREATE TABLE "screening" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"author_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"findings" text[] DEFAULT '{}' NOT NULL,
	"vitals" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"examiner_name" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "screening_outcome" CHECK ("screening"."outcome" IN ('eligible', 'caution', 'deferred', 'contraindicated', 'referred'))
);
--> statement-breakpoint
CREATE TABLE "catchment_village" (
	"centre_id" uuid NOT NULL,
	"village_id" uuid NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "catchment_village_centre_id_village_id_valid_from_pk" PRIMARY KEY("centre_id","village_id","valid_from"),
	CONSTRAINT "catchment_village_validity" CHECK ("catchment_village"."valid_to" IS NULL OR "catchment_village"."valid_to" >= "catchment_village"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "collaborator_post" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_id" uuid,
	"full_name" text NOT NULL,
	"group_id" uuid NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"document_id" uuid,
	CONSTRAINT "collaborator_post_once" UNIQUE("group_id","full_name","valid_from"),
	CONSTRAINT "collaborator_post_validity" CHECK ("collaborator_post"."valid_to" IS NULL OR "collaborator_post"."valid_to" >= "collaborator_post"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "document" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"issued_on" date NOT NULL,
	"issuer" text NOT NULL,
	"title" text NOT NULL,
	"file_hash" "bytea"
);
--> statement-breakpoint
CREATE TABLE "outline_set" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"invented" boolean DEFAULT false NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"uploaded_by" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "place" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"parent_id" uuid,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"zone" smallint,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"document_id" uuid,
	"population" integer,
	"population_invented" boolean DEFAULT false NOT NULL,
	"tile_column" smallint,
	"tile_row" smallint,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "place_kind" CHECK ("place"."kind" IN ('country', 'province', 'district', 'ward', 'group', 'village', 'health-centre')),
	CONSTRAINT "place_zone" CHECK ("place"."zone" BETWEEN 0 AND 3),
	CONSTRAINT "place_validity" CHECK ("place"."valid_to" IS NULL OR "place"."valid_to" >= "place"."valid_from")
);
--> statement-breakpoint
CREATE TABLE "place_change" (
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	"part" text NOT NULL,
	"on_day" date NOT NULL,
	"document_id" uuid,
	CONSTRAINT "place_change_from_id_to_id_on_day_pk" PRIMARY KEY("from_id","to_id","on_day"),
	CONSTRAINT "place_change_part" CHECK ("place_change"."part" IN ('whole', 'partial', 'rename'))
);
--> statement-breakpoint
CREATE TABLE "place_name" (
	"place_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"within_id" uuid,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"name_folded" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"document_id" uuid,
	CONSTRAINT "place_name_place_id_valid_from_pk" PRIMARY KEY("place_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "place_outline" (
	"set_id" uuid NOT NULL,
	"place_id" uuid NOT NULL,
	"outline" jsonb NOT NULL,
	CONSTRAINT "place_outline_set_id_place_id_pk" PRIMARY KEY("set_id","place_id")
);
--> statement-breakpoint
CREATE TABLE "place_within" (
	"place_id" uuid NOT NULL,
	"ancestor_id" uuid NOT NULL,
	"depth" smallint NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	CONSTRAINT "place_within_place_id_ancestor_id_valid_from_pk" PRIMARY KEY("place_id","ancestor_id","valid_from")
);
--> statement-breakpoint
CREATE TABLE "declaration" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"list_kind" text NOT NULL,
	"basis" text NOT NULL,
	"numbers" jsonb NOT NULL,
	"total" integer NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"declared_by" uuid NOT NULL,
	CONSTRAINT "declaration_list_kind" CHECK ("declaration"."list_kind" IN ('ward', 'enterprise', 'school', 'history', 'household')),
	CONSTRAINT "declaration_basis" CHECK ("declaration"."basis" IN ('code', 'target-group')),
	CONSTRAINT "declaration_total" CHECK ("declaration"."total" >= 0)
);
--> statement-breakpoint
CREATE TABLE "heading_mapping" (
	"ward_id" uuid NOT NULL,
	"heading" text NOT NULL,
	"field" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"mapped_by" uuid NOT NULL,
	CONSTRAINT "heading_mapping_ward_id_heading_pk" PRIMARY KEY("ward_id","heading")
);
--> statement-breakpoint
CREATE TABLE "list" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"ward_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamp with time zone,
	"declared" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"declared_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "list_kind" CHECK ("list"."kind" IN ('ward', 'enterprise', 'school', 'history', 'household')),
	CONSTRAINT "list_state" CHECK ("list"."state" IN ('open', 'submitted', 'closed'))
);
--> statement-breakpoint
CREATE TABLE "registration" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"list_id" uuid,
	"upload_id" uuid,
	"ward_id" uuid NOT NULL,
	"priority_code" smallint NOT NULL,
	"wish" boolean DEFAULT true NOT NULL,
	"state" text DEFAULT 'listed' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "registration_once" UNIQUE("person_id","campaign_id","list_id"),
	CONSTRAINT "registration_state" CHECK ("registration"."state" IN ('listed', 'confirmed', 'invited', 'withdrawn', 'moved'))
);
--> statement-breakpoint
CREATE TABLE "submission_deadline" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"submission" text NOT NULL,
	"list_kind" text,
	"due_at" timestamp with time zone NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"set_by" uuid NOT NULL,
	CONSTRAINT "submission_deadline_submission" CHECK ("submission_deadline"."submission" IN ('totals', 'names', 'staff')),
	CONSTRAINT "submission_deadline_list_kind" CHECK ("submission_deadline"."list_kind" IN ('ward', 'enterprise', 'school', 'history', 'household')),
	CONSTRAINT "submission_deadline_kind" CHECK (("submission_deadline"."submission" = 'staff') = ("submission_deadline"."list_kind" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "upload" (
	"id" uuid PRIMARY KEY NOT NULL,
	"list_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"file_hash" text NOT NULL,
	"file_name" text NOT NULL,
	"file_kind" text DEFAULT '' NOT NULL,
	"bytes" bigint NOT NULL,
	"instructions" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"mapping" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text NOT NULL,
	"phase" text DEFAULT 'waiting' NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"queued_at" timestamp with time zone NOT NULL,
	"ground" text,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"rows_new" integer DEFAULT 0 NOT NULL,
	"rows_changed" integer DEFAULT 0 NOT NULL,
	"rows_same" integer DEFAULT 0 NOT NULL,
	"rows_duplicate" integer DEFAULT 0 NOT NULL,
	"rows_suspected" integer DEFAULT 0 NOT NULL,
	"rows_rejected" integer DEFAULT 0 NOT NULL,
	"rows_taken" integer DEFAULT 0 NOT NULL,
	"refusal" jsonb,
	"uploaded_by" uuid NOT NULL,
	"uploaded_at" timestamp with time zone NOT NULL,
	"committed_at" timestamp with time zone,
	"committed_by" uuid,
	"undone_at" timestamp with time zone,
	"undone_by" uuid,
	"undone_reason" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "upload_state" CHECK ("upload"."state" IN ('queued', 'reading', 'preview', 'committed', 'cancelled', 'refused', 'undone')),
	CONSTRAINT "upload_phase" CHECK ("upload"."phase" IN ('waiting', 'opening', 'reading', 'matching', 'done')),
	CONSTRAINT "upload_closes" CHECK ("upload"."rows_read" = "upload"."rows_new" + "upload"."rows_changed" + "upload"."rows_same" + "upload"."rows_duplicate" + "upload"."rows_suspected" + "upload"."rows_rejected")
);
--> statement-breakpoint
CREATE TABLE "upload_file" (
	"upload_id" uuid PRIMARY KEY NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upload_row" (
	"upload_id" uuid NOT NULL,
	"row_number" integer NOT NULL,
	"id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"written" jsonb,
	"content_key" text,
	"full_name_folded" text,
	"name_key" text,
	"lives_in_id" uuid,
	"group_id" uuid,
	"full_name" text,
	"born_on" date,
	"born_precision" text,
	"sex" text,
	"priority_code" smallint,
	"phone" text,
	"address" text,
	"workplace" text,
	"household_number" text,
	"household_relation" text,
	"ethnicity" text,
	"number_kinds" text[] DEFAULT '{}' NOT NULL,
	"numbers_sealed" "bytea"[] DEFAULT '{}' NOT NULL,
	"lookups" "bytea"[] DEFAULT '{}' NOT NULL,
	"numbers_last4" text[] DEFAULT '{}' NOT NULL,
	"earlier_doses" jsonb,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"repairs" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"outcome" text NOT NULL,
	"repeat" jsonb,
	"change" jsonb,
	"match" jsonb,
	"decision" text,
	"person_id" uuid,
	"repeats_row" integer,
	"committed_at" timestamp with time zone,
	CONSTRAINT "upload_row_upload_id_row_number_pk" PRIMARY KEY("upload_id","row_number"),
	CONSTRAINT "upload_row_outcome" CHECK ("upload_row"."outcome" IN ('new', 'changed', 'same', 'duplicate', 'suspected', 'rejected')),
	CONSTRAINT "upload_row_decision" CHECK ("upload_row"."decision" IN ('same-person', 'other-person', 'later'))
);
--> statement-breakpoint
CREATE TABLE "expected_arrival" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "expected_arrival_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"arrival_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"arrives_on" date NOT NULL,
	"doses" integer NOT NULL,
	"document_number" text NOT NULL,
	"set_by" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "expected_arrival_doses" CHECK ("expected_arrival"."doses" >= 0)
);
--> statement-breakpoint
CREATE TABLE "plan" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"as_of_on" date NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"proposed_by" uuid NOT NULL,
	"input_hash" text NOT NULL,
	"input" jsonb NOT NULL,
	"output" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"line_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"vials" integer,
	"reason" text DEFAULT '' NOT NULL,
	"refusal" jsonb,
	"transfer_id" uuid,
	"by_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "plan_decision_line_id_unique" UNIQUE("line_id"),
	CONSTRAINT "plan_decision_verdict" CHECK ("plan_decision"."verdict" IN ('approved', 'changed', 'refused', 'ground-gone'))
);
--> statement-breakpoint
CREATE TABLE "plan_line" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"from_holder_id" uuid NOT NULL,
	"to_holder_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"doses" integer NOT NULL,
	"vials" integer NOT NULL,
	"rule" text NOT NULL,
	"facts" jsonb NOT NULL,
	CONSTRAINT "plan_line_rank" UNIQUE("plan_id","rank")
);
--> statement-breakpoint
CREATE TABLE "ward_supply" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ward_supply_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ward_id" uuid NOT NULL,
	"min_stock_days" integer NOT NULL,
	"accepts_transfers" boolean NOT NULL,
	"rooms" jsonb NOT NULL,
	"roads" jsonb NOT NULL,
	"reason" text NOT NULL,
	"set_by" uuid NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ward_supply_days" CHECK ("ward_supply"."min_stock_days" BETWEEN 0 AND 60)
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"issue_number" smallint NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"issued_by" uuid,
	"revoked_at" timestamp with time zone,
	"revoked_reason" text,
	CONSTRAINT "invitation_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "invitation_issue" UNIQUE("person_id","campaign_id","issue_number")
);
--> statement-breakpoint
CREATE TABLE "merge" (
	"id" uuid PRIMARY KEY NOT NULL,
	"absorbed_id" uuid NOT NULL,
	"kept_id" uuid NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"by_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"undoes_id" uuid,
	CONSTRAINT "merge_undoes_id_unique" UNIQUE("undoes_id")
);
--> statement-breakpoint
CREATE TABLE "pair_decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"row_key" text,
	"verdict" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"ward_id" uuid NOT NULL,
	"upload_id" uuid,
	"decided_at" timestamp with time zone NOT NULL,
	"by_id" uuid NOT NULL,
	CONSTRAINT "pair_decision_verdict" CHECK ("pair_decision"."verdict" IN ('different', 'later', 'open')),
	CONSTRAINT "pair_decision_two" CHECK ("pair_decision"."person_id" <> "pair_decision"."other_id")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"canonical_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"group_id" uuid,
	"full_name" text NOT NULL,
	"full_name_folded" text NOT NULL,
	"name_key" text NOT NULL,
	"born_on" date NOT NULL,
	"born_precision" text NOT NULL,
	"sex" text NOT NULL,
	"priority_code" smallint NOT NULL,
	"phone" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"workplace" text DEFAULT '' NOT NULL,
	"ethnicity" text DEFAULT '' NOT NULL,
	"household_number" text DEFAULT '' NOT NULL,
	"household_relation" text DEFAULT '' NOT NULL,
	"police_match" text DEFAULT 'none' NOT NULL,
	"living" text DEFAULT 'here' NOT NULL,
	"guardian_id" uuid,
	"guardian_name" text DEFAULT '' NOT NULL,
	"guardian_relation" text DEFAULT '' NOT NULL,
	"platform_at" timestamp with time zone,
	"platform_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "person_sex" CHECK ("person"."sex" IN ('male', 'female', 'other', 'unknown')),
	CONSTRAINT "person_born_precision" CHECK ("person"."born_precision" IN ('day', 'month', 'year')),
	CONSTRAINT "person_police_match" CHECK ("person"."police_match" IN ('none', 'match', 'differs', 'not-applicable')),
	CONSTRAINT "person_living" CHECK ("person"."living" IN ('here', 'moved', 'dead', 'withdrawn')),
	CONSTRAINT "person_priority" CHECK ("person"."priority_code" BETWEEN 1 AND 16)
);
--> statement-breakpoint
CREATE TABLE "person_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"happened_on" date,
	"reason" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_id" uuid,
	"source" text NOT NULL,
	CONSTRAINT "person_event_kind" CHECK ("person_event"."kind" IN ('registered', 'born', 'moved-in', 'moved-out', 'died', 'corrected', 'on-platform', 'withdrawn', 'place-changed'))
);
--> statement-breakpoint
CREATE TABLE "person_identifier" (
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" "bytea" NOT NULL,
	"lookup" "bytea" NOT NULL,
	"last4" text NOT NULL,
	"source" text NOT NULL,
	"seen_on" date NOT NULL,
	CONSTRAINT "person_identifier_person_id_kind_lookup_pk" PRIMARY KEY("person_id","kind","lookup"),
	CONSTRAINT "person_identifier_kind" CHECK ("person_identifier"."kind" IN ('cccd', 'cmnd', 'passport', 'bhyt', 'national-app', 'other'))
);
--> statement-breakpoint
CREATE TABLE "rejudge_pending" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_ids" uuid[] NOT NULL,
	"asked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"item_id" uuid NOT NULL,
	"person_id" uuid,
	"decision" text NOT NULL,
	"dose_id" uuid,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason" text NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "review_decision_kind" CHECK ("review_decision"."decision" IN ('this-one-counts', 'really-two', 'kept', 'voided', 'released', 'set-aside'))
);
--> statement-breakpoint
CREATE TABLE "review_item" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject_key" text NOT NULL,
	"person_id" uuid,
	"ward_id" uuid,
	"session_id" uuid,
	"dose_id" uuid,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"owner_id" uuid,
	"opened_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "review_item_once" UNIQUE("kind","subject_key"),
	CONSTRAINT "review_item_kind" CHECK ("review_item"."kind" IN ('two-phones', 'interval', 'unknown-lot', 'stock-short', 'clock', 'stated-step', 'recall', 'quarantine', 'mix', 'age', 'expired-lot', 'date', 'visit', 'lost-entry')),
	CONSTRAINT "review_item_state" CHECK ("review_item"."state" IN ('open', 'taken', 'decided'))
);
--> statement-breakpoint
CREATE TABLE "crew_post" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"duty" text NOT NULL,
	"device_id" uuid,
	"assigned_at" timestamp with time zone NOT NULL,
	"joined_at" timestamp with time zone,
	"left_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"grant_id" uuid,
	CONSTRAINT "crew_post_duty" CHECK ("crew_post"."duty" IN ('scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead'))
);
--> statement-breakpoint
CREATE TABLE "join_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"full_name" text NOT NULL,
	"phone" text DEFAULT '' NOT NULL,
	"duty" text NOT NULL,
	"secret_hash" text,
	"claim_hash" "bytea" NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"account_id" uuid,
	CONSTRAINT "join_request_state" CHECK ("join_request"."state" IN ('waiting', 'admitted', 'refused')),
	CONSTRAINT "join_request_duty" CHECK ("join_request"."duty" IN ('scanner', 'data-entry')),
	CONSTRAINT "join_request_decided" CHECK (("join_request"."state" = 'waiting') = ("join_request"."decided_at" IS NULL) AND ("join_request"."state" = 'admitted') = ("join_request"."account_id" IS NOT NULL) AND ("join_request"."state" = 'waiting') = ("join_request"."secret_hash" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "roster" (
	"id" uuid PRIMARY KEY NOT NULL,
	"campaign_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"file_name" text DEFAULT '' NOT NULL,
	"content_key" "bytea" NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"sent_by" uuid NOT NULL,
	CONSTRAINT "roster_days" CHECK ("roster"."to_on" >= "roster"."from_on")
);
--> statement-breakpoint
CREATE TABLE "roster_member" (
	"roster_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"duty" text NOT NULL,
	"task" text DEFAULT '' NOT NULL,
	"is_new" boolean NOT NULL,
	CONSTRAINT "roster_member_roster_id_position_pk" PRIMARY KEY("roster_id","position"),
	CONSTRAINT "roster_member_duty" CHECK ("roster_member"."duty" IN ('scanner', 'data-entry', 'screening', 'vaccinator', 'site-lead'))
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"site_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"session_on" date NOT NULL,
	"slot" text DEFAULT 'all-day' NOT NULL,
	"capacity" integer NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp with time zone,
	"opened_by" uuid,
	"closed_at" timestamp with time zone,
	"closed_by" uuid,
	"override_reason" text,
	"paper_count" integer,
	"phone_count" integer,
	"close_reason" text,
	"join_code_hash" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "session_state" CHECK ("session"."state" IN ('planned', 'open', 'closing', 'closed', 'cancelled')),
	CONSTRAINT "session_slot" CHECK ("session"."slot" IN ('morning', 'afternoon', 'all-day', 'evening')),
	CONSTRAINT "session_capacity" CHECK ("session"."capacity" BETWEEN 1 AND 20000)
);
--> statement-breakpoint
CREATE TABLE "session_canonical" (
	"session_id" uuid NOT NULL,
	"listed_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "session_canonical_session_id_listed_id_pk" PRIMARY KEY("session_id","listed_id")
);
--> statement-breakpoint
CREATE TABLE "session_count" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"arrived" integer DEFAULT 0 NOT NULL,
	"eligible" integer DEFAULT 0 NOT NULL,
	"caution" integer DEFAULT 0 NOT NULL,
	"deferred" integer DEFAULT 0 NOT NULL,
	"contraindicated" integer DEFAULT 0 NOT NULL,
	"referred" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"absent" integer DEFAULT 0 NOT NULL,
	"given" integer DEFAULT 0 NOT NULL,
	"counted" integer DEFAULT 0 NOT NULL,
	"reactions_common" integer DEFAULT 0 NOT NULL,
	"reactions_severe" integer DEFAULT 0 NOT NULL,
	"observed" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_person" (
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	"how" text NOT NULL,
	"slot_time" text,
	"added_at" timestamp with time zone NOT NULL,
	"added_by" uuid,
	CONSTRAINT "session_person_session_id_person_id_pk" PRIMARY KEY("session_id","person_id"),
	CONSTRAINT "session_person_how" CHECK ("session_person"."how" IN ('planned', 'called', 'walk-in', 'admitted'))
);
--> statement-breakpoint
CREATE TABLE "session_person_gone" (
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"ward_id" uuid NOT NULL,
	CONSTRAINT "session_person_gone_session_id_person_id_pk" PRIMARY KEY("session_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "session_vaccine" (
	"session_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"lot_id" uuid,
	"step" text,
	"planned_doses" integer NOT NULL,
	CONSTRAINT "session_vaccine_session_id_product_id_pk" PRIMARY KEY("session_id","product_id")
);
--> statement-breakpoint
CREATE TABLE "site" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"ward_id" uuid NOT NULL,
	"facility_code" text DEFAULT '' NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "site_kind" CHECK ("site"."kind" IN ('fixed', 'mobile'))
);
--> statement-breakpoint
CREATE TABLE "balance" (
	"holder_id" uuid NOT NULL,
	"holder_kind" text NOT NULL,
	"lot_id" uuid NOT NULL,
	"doses" integer NOT NULL,
	CONSTRAINT "balance_holder_id_lot_id_pk" PRIMARY KEY("holder_id","lot_id"),
	CONSTRAINT "balance_not_negative" CHECK ("balance"."doses" >= 0 OR "balance"."holder_kind" IN ('session', 'fridge'))
);
--> statement-breakpoint
CREATE TABLE "holder" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"place_id" uuid,
	"site_id" uuid,
	"session_id" uuid,
	"transfer_id" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "holder_id_kind" UNIQUE("id","kind"),
	CONSTRAINT "holder_session" UNIQUE("session_id"),
	CONSTRAINT "holder_transfer" UNIQUE("transfer_id"),
	CONSTRAINT "holder_kind" CHECK ("holder"."kind" IN ('supplier', 'centre', 'ward', 'fridge', 'session', 'transit', 'used', 'wasted', 'unaccounted', 'overfill'))
);
--> statement-breakpoint
CREATE TABLE "lot" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"code" text NOT NULL,
	"code_folded" text NOT NULL,
	"source" text DEFAULT 'received' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lot_code" UNIQUE("product_id","code_folded"),
	CONSTRAINT "lot_source" CHECK ("lot"."source" IN ('received', 'typed'))
);
--> statement-breakpoint
CREATE TABLE "lot_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"lot_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value_on" date,
	"thawed_on" date,
	"minutes" integer,
	"withdraws_id" uuid,
	"reason" text DEFAULT '' NOT NULL,
	"decided_on" date NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_id" uuid,
	CONSTRAINT "lot_event_withdraws_id_unique" UNIQUE("withdraws_id"),
	CONSTRAINT "lot_event_kind" CHECK ("lot_event"."kind" IN ('expiry', 'thaw', 'quarantine', 'release', 'recall', 'transport', 'withdrawal')),
	CONSTRAINT "lot_event_value" CHECK ("lot_event"."kind" NOT IN ('expiry', 'thaw') OR "lot_event"."value_on" IS NOT NULL),
	CONSTRAINT "lot_event_transport" CHECK (("lot_event"."kind" = 'transport') = ("lot_event"."minutes" IS NOT NULL)),
	CONSTRAINT "lot_event_withdrawal" CHECK (("lot_event"."kind" = 'withdrawal') = ("lot_event"."withdraws_id" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "movement" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"from_holder_id" uuid NOT NULL,
	"to_holder_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"doses" integer NOT NULL,
	"vials" integer,
	"occurred_on" date NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"author_id" uuid,
	"cause_kind" text NOT NULL,
	"cause_id" uuid,
	"reason" text DEFAULT '' NOT NULL,
	"waste_cause" text DEFAULT '' NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	CONSTRAINT "movement_two_ends" CHECK ("movement"."from_holder_id" <> "movement"."to_holder_id"),
	CONSTRAINT "movement_doses" CHECK ("movement"."doses" > 0),
	CONSTRAINT "movement_kind" CHECK ("movement"."kind" IN ('receipt', 'dispatch', 'arrival', 'issue', 'return', 'use', 'unuse', 'waste-open', 'waste-closed', 'overfill', 'difference', 'cancel', 'lot-merge'))
);
--> statement-breakpoint
CREATE TABLE "open_vial" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"discard_by" timestamp with time zone NOT NULL,
	"nominal_doses" integer NOT NULL,
	"closed_at" timestamp with time zone,
	"by_id" uuid
);
--> statement-breakpoint
CREATE TABLE "product" (
	"id" uuid PRIMARY KEY NOT NULL,
	"antigen" text NOT NULL,
	"family" text NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"doses_per_vial" integer NOT NULL,
	"max_doses_per_vial" integer NOT NULL,
	"store_class" text NOT NULL,
	"thaw_days" integer,
	"transport_minutes_max" integer,
	"open_hours" integer NOT NULL,
	"presentation" text DEFAULT '' NOT NULL,
	"codes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "product_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "stock_count" (
	"id" uuid PRIMARY KEY NOT NULL,
	"holder_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"counted_doses" integer NOT NULL,
	"book_doses" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_id" uuid NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "stock_count_not_negative" CHECK ("stock_count"."counted_doses" >= 0)
);
--> statement-breakpoint
CREATE TABLE "transfer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from_holder_id" uuid NOT NULL,
	"to_holder_id" uuid NOT NULL,
	"plan_line_id" uuid,
	"state" text NOT NULL,
	"approved_at" timestamp with time zone NOT NULL,
	"approved_by" uuid NOT NULL,
	"dispatched_at" timestamp with time zone,
	"dispatched_by" uuid,
	"handed_over_by" text DEFAULT '' NOT NULL,
	"carried_by" text DEFAULT '' NOT NULL,
	"dispatched_tenths_celsius" integer,
	"received_at" timestamp with time zone,
	"received_by" uuid,
	"signed_by" text DEFAULT '' NOT NULL,
	"received_tenths_celsius" integer,
	"temperature_min_tenths" integer,
	"temperature_max_tenths" integer,
	"closed_at" timestamp with time zone,
	"closed_by" uuid,
	"reason" text DEFAULT '' NOT NULL,
	"dispatch_note" text DEFAULT '' NOT NULL,
	"reception_note" text DEFAULT '' NOT NULL,
	"decision" text DEFAULT '' NOT NULL,
	"document_number" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "transfer_state" CHECK ("transfer"."state" IN ('approved', 'dispatched', 'received', 'discrepancy', 'closed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "transfer_line" (
	"id" uuid PRIMARY KEY NOT NULL,
	"transfer_id" uuid NOT NULL,
	"lot_id" uuid NOT NULL,
	"approved_doses" integer NOT NULL,
	"approved_vials" integer NOT NULL,
	"shelf_vials" integer,
	"dispatched_doses" integer,
	"dispatched_vials" integer,
	"received_doses" integer,
	"received_vials" integer,
	"damaged_vials" integer,
	"lot_check" text DEFAULT '' NOT NULL,
	"differences" text[] DEFAULT '{}' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "transfer_line_lot" UNIQUE("transfer_id","lot_id")
);
--> statement-breakpoint
ALTER TABLE "access_grant" ADD CONSTRAINT "access_grant_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_number" ADD CONSTRAINT "account_number_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_reach" ADD CONSTRAINT "grant_reach_grant_id_access_grant_id_fk" FOREIGN KEY ("grant_id") REFERENCES "access_grant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_family" ADD CONSTRAINT "sign_in_family_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_product" ADD CONSTRAINT "campaign_product_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target" ADD CONSTRAINT "target_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target" ADD CONSTRAINT "target_target_group_id_target_group_id_fk" FOREIGN KEY ("target_group_id") REFERENCES "target_group"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_group" ADD CONSTRAINT "target_group_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confirmation_slip" ADD CONSTRAINT "confirmation_slip_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_request" ADD CONSTRAINT "correction_request_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_request" ADD CONSTRAINT "correction_request_dose_id_dose_id_fk" FOREIGN KEY ("dose_id") REFERENCES "dose"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "correction_step" ADD CONSTRAINT "correction_step_request_id_correction_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "correction_request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in" ADD CONSTRAINT "check_in_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent" ADD CONSTRAINT "consent_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dose" ADD CONSTRAINT "dose_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dose" ADD CONSTRAINT "dose_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dose_change" ADD CONSTRAINT "dose_change_dose_id_dose_id_fk" FOREIGN KEY ("dose_id") REFERENCES "dose"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lost_entry" ADD CONSTRAINT "lost_entry_device_id_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "device"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lost_entry" ADD CONSTRAINT "lost_entry_said_by_account_id_fk" FOREIGN KEY ("said_by") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_given" ADD CONSTRAINT "not_given_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "not_given" ADD CONSTRAINT "not_given_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observation" ADD CONSTRAINT "observation_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observation" ADD CONSTRAINT "observation_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reaction" ADD CONSTRAINT "reaction_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reaction" ADD CONSTRAINT "reaction_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening" ADD CONSTRAINT "screening_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screening" ADD CONSTRAINT "screening_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catchment_village" ADD CONSTRAINT "catchment_village_centre_id_place_id_fk" FOREIGN KEY ("centre_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catchment_village" ADD CONSTRAINT "catchment_village_village_id_place_id_fk" FOREIGN KEY ("village_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaborator_post" ADD CONSTRAINT "collaborator_post_group_id_place_id_fk" FOREIGN KEY ("group_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collaborator_post" ADD CONSTRAINT "collaborator_post_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place" ADD CONSTRAINT "place_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_change" ADD CONSTRAINT "place_change_from_id_place_id_fk" FOREIGN KEY ("from_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_change" ADD CONSTRAINT "place_change_to_id_place_id_fk" FOREIGN KEY ("to_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_change" ADD CONSTRAINT "place_change_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_name" ADD CONSTRAINT "place_name_place_id_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_name" ADD CONSTRAINT "place_name_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_outline" ADD CONSTRAINT "place_outline_set_id_outline_set_id_fk" FOREIGN KEY ("set_id") REFERENCES "outline_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_outline" ADD CONSTRAINT "place_outline_place_id_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_within" ADD CONSTRAINT "place_within_place_id_place_id_fk" FOREIGN KEY ("place_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "place_within" ADD CONSTRAINT "place_within_ancestor_id_place_id_fk" FOREIGN KEY ("ancestor_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "declaration" ADD CONSTRAINT "declaration_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list" ADD CONSTRAINT "list_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list" ADD CONSTRAINT "list_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration" ADD CONSTRAINT "registration_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration" ADD CONSTRAINT "registration_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration" ADD CONSTRAINT "registration_list_id_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "list"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registration" ADD CONSTRAINT "registration_upload_id_upload_id_fk" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_deadline" ADD CONSTRAINT "submission_deadline_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload" ADD CONSTRAINT "upload_list_id_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "list"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_file" ADD CONSTRAINT "upload_file_upload_id_upload_id_fk" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_row" ADD CONSTRAINT "upload_row_upload_id_upload_id_fk" FOREIGN KEY ("upload_id") REFERENCES "upload"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "expected_arrival" ADD CONSTRAINT "expected_arrival_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan" ADD CONSTRAINT "plan_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_decision" ADD CONSTRAINT "plan_decision_line_id_plan_line_id_fk" FOREIGN KEY ("line_id") REFERENCES "plan_line"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_line" ADD CONSTRAINT "plan_line_plan_id_plan_id_fk" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ward_supply" ADD CONSTRAINT "ward_supply_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merge" ADD CONSTRAINT "merge_absorbed_id_person_id_fk" FOREIGN KEY ("absorbed_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merge" ADD CONSTRAINT "merge_kept_id_person_id_fk" FOREIGN KEY ("kept_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_decision" ADD CONSTRAINT "pair_decision_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_decision" ADD CONSTRAINT "pair_decision_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_event" ADD CONSTRAINT "person_event_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_identifier" ADD CONSTRAINT "person_identifier_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_decision" ADD CONSTRAINT "review_decision_item_id_review_item_id_fk" FOREIGN KEY ("item_id") REFERENCES "review_item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crew_post" ADD CONSTRAINT "crew_post_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crew_post" ADD CONSTRAINT "crew_post_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_request" ADD CONSTRAINT "join_request_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "join_request" ADD CONSTRAINT "join_request_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster" ADD CONSTRAINT "roster_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster" ADD CONSTRAINT "roster_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster" ADD CONSTRAINT "roster_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_member" ADD CONSTRAINT "roster_member_roster_id_roster_id_fk" FOREIGN KEY ("roster_id") REFERENCES "roster"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roster_member" ADD CONSTRAINT "roster_member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_campaign_id_campaign_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_canonical" ADD CONSTRAINT "session_canonical_listed_fk" FOREIGN KEY ("session_id","listed_id") REFERENCES "session_person"("session_id","person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_person" ADD CONSTRAINT "session_person_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_person_gone" ADD CONSTRAINT "session_person_gone_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_vaccine" ADD CONSTRAINT "session_vaccine_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_vaccine" ADD CONSTRAINT "session_vaccine_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_vaccine" ADD CONSTRAINT "session_vaccine_lot_id_lot_id_fk" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "site" ADD CONSTRAINT "site_ward_id_place_id_fk" FOREIGN KEY ("ward_id") REFERENCES "place"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balance" ADD CONSTRAINT "balance_holder_id_holder_kind_holder_id_kind_fk" FOREIGN KEY ("holder_id","holder_kind") REFERENCES "holder"("id","kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lot" ADD CONSTRAINT "lot_product_id_product_id_fk" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lot_event" ADD CONSTRAINT "lot_event_lot_id_lot_id_fk" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_vial" ADD CONSTRAINT "open_vial_lot_id_lot_id_fk" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_count" ADD CONSTRAINT "stock_count_holder_id_holder_id_fk" FOREIGN KEY ("holder_id") REFERENCES "holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_count" ADD CONSTRAINT "stock_count_lot_id_lot_id_fk" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_from_holder_id_holder_id_fk" FOREIGN KEY ("from_holder_id") REFERENCES "holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_to_holder_id_holder_id_fk" FOREIGN KEY ("to_holder_id") REFERENCES "holder"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_line" ADD CONSTRAINT "transfer_line_transfer_id_transfer_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_line" ADD CONSTRAINT "transfer_line_lot_id_lot_id_fk" FOREIGN KEY ("lot_id") REFERENCES "lot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_grant_account" ON "access_grant" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "account_number_lookup" ON "account_number" USING btree ("lookup");--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "audit_entry_actor" ON "audit_entry" USING btree ("actor_id","at");--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING brin ("at");--> statement-breakpoint
CREATE INDEX "sign_in_family_account" ON "sign_in_family" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "target_key" ON "target" USING btree ("campaign_id","place_id","target_group_id","step","recorded_at");--> statement-breakpoint
CREATE INDEX "confirmation_slip_person" ON "confirmation_slip" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "correction_request_person" ON "correction_request" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "correction_request_order" ON "correction_request" USING btree ("asked_at","id");--> statement-breakpoint
CREATE INDEX "check_in_session" ON "check_in" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "consent_session" ON "consent" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "dose_person" ON "dose" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "dose_session" ON "dose" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "dose_lot" ON "dose" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "dose_residence" ON "dose" USING btree ("residence_id","given_on");--> statement-breakpoint
CREATE INDEX "dose_movement" ON "dose" USING btree ("movement_id");--> statement-breakpoint
CREATE INDEX "dose_change_dose" ON "dose_change" USING btree ("dose_id");--> statement-breakpoint
CREATE UNIQUE INDEX "dose_standing_day" ON "dose_standing" USING btree ("person_id","antigen","given_on","day_rank");--> statement-breakpoint
CREATE UNIQUE INDEX "dose_standing_step" ON "dose_standing" USING btree ("person_id","antigen","step") WHERE step IS NOT NULL;--> statement-breakpoint
CREATE INDEX "lost_entry_device" ON "lost_entry" USING btree ("device_id");--> statement-breakpoint
CREATE INDEX "not_given_session" ON "not_given" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "observation_session" ON "observation" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "quarantine_awaits" ON "quarantine" USING gin ("awaits");--> statement-breakpoint
CREATE INDEX "reaction_session" ON "reaction" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "reaction_dose" ON "reaction" USING btree ("dose_id");--> statement-breakpoint
CREATE INDEX "receipt_session" ON "receipt" USING btree ("session_id","received_at");--> statement-breakpoint
CREATE INDEX "screening_session" ON "screening" USING btree ("session_id","person_id");--> statement-breakpoint
CREATE INDEX "outline_set_received" ON "outline_set" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "place_parent" ON "place" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "place_name_code" ON "place_name" USING btree ("code");--> statement-breakpoint
CREATE INDEX "place_within_ancestor" ON "place_within" USING btree ("ancestor_id");--> statement-breakpoint
CREATE INDEX "declaration_ward" ON "declaration" USING btree ("campaign_id","list_kind","ward_id","received_at");--> statement-breakpoint
CREATE INDEX "list_ward" ON "list" USING btree ("ward_id");--> statement-breakpoint
CREATE INDEX "registration_list" ON "registration" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "registration_upload" ON "registration" USING btree ("upload_id");--> statement-breakpoint
CREATE INDEX "submission_deadline_campaign" ON "submission_deadline" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "upload_list" ON "upload" USING btree ("list_id");--> statement-breakpoint
CREATE INDEX "upload_ward" ON "upload" USING btree ("ward_id","uploaded_at");--> statement-breakpoint
CREATE INDEX "upload_queue" ON "upload" USING btree ("queued_at") WHERE state IN ('queued', 'reading');--> statement-breakpoint
CREATE UNIQUE INDEX "upload_once" ON "upload" USING btree ("list_id","file_hash") WHERE state = 'committed';--> statement-breakpoint
CREATE INDEX "upload_row_suspected" ON "upload_row" USING btree ("upload_id","row_number") WHERE outcome = 'suspected';--> statement-breakpoint
CREATE INDEX "expected_arrival_arrival" ON "expected_arrival" USING btree ("arrival_id","seq");--> statement-breakpoint
CREATE INDEX "plan_campaign" ON "plan" USING btree ("campaign_id","proposed_at");--> statement-breakpoint
CREATE INDEX "ward_supply_ward" ON "ward_supply" USING btree ("ward_id","seq");--> statement-breakpoint
CREATE INDEX "pair_decision_person" ON "pair_decision" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "pair_decision_other" ON "pair_decision" USING btree ("other_id");--> statement-breakpoint
CREATE INDEX "pair_decision_ward" ON "pair_decision" USING btree ("ward_id") WHERE row_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX "person_ward" ON "person" USING btree ("ward_id","group_id","name_key");--> statement-breakpoint
CREATE INDEX "person_name" ON "person" USING btree ("ward_id","name_key","id");--> statement-breakpoint
CREATE INDEX "person_canonical" ON "person" USING btree ("canonical_id");--> statement-breakpoint
CREATE INDEX "person_birth" ON "person" USING btree ("born_on","full_name_folded");--> statement-breakpoint
CREATE INDEX "person_event_person" ON "person_event" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "person_identifier_lookup" ON "person_identifier" USING btree ("lookup");--> statement-breakpoint
CREATE INDEX "person_identifier_last4" ON "person_identifier" USING btree ("last4");--> statement-breakpoint
CREATE INDEX "rejudge_pending_order" ON "rejudge_pending" USING btree ("asked_at","id");--> statement-breakpoint
CREATE INDEX "review_decision_item" ON "review_decision" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "review_decision_person" ON "review_decision" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "review_item_state" ON "review_item" USING btree ("state","opened_at");--> statement-breakpoint
CREATE INDEX "review_item_person" ON "review_item" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "crew_post_session" ON "crew_post" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "join_request_session" ON "join_request" USING btree ("session_id","state");--> statement-breakpoint
CREATE INDEX "roster_ward" ON "roster" USING btree ("campaign_id","ward_id","received_at");--> statement-breakpoint
CREATE INDEX "session_site_day" ON "session" USING btree ("site_id","session_on");--> statement-breakpoint
CREATE INDEX "session_ward_day" ON "session" USING btree ("ward_id","session_on");--> statement-breakpoint
CREATE INDEX "session_canonical_person" ON "session_canonical" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "session_person_person" ON "session_person" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "site_ward" ON "site" USING btree ("ward_id");--> statement-breakpoint
CREATE INDEX "holder_place" ON "holder" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "holder_site" ON "holder" USING btree ("site_id");--> statement-breakpoint
CREATE UNIQUE INDEX "holder_store_once" ON "holder" USING btree ("kind","place_id") WHERE "holder"."kind" IN ('centre', 'ward');--> statement-breakpoint
CREATE UNIQUE INDEX "holder_fridge_once" ON "holder" USING btree ("site_id") WHERE "holder"."kind" = 'fridge';--> statement-breakpoint
CREATE UNIQUE INDEX "holder_boundary_once" ON "holder" USING btree ("kind") WHERE "holder"."kind" IN ('supplier', 'used', 'wasted', 'unaccounted', 'overfill');--> statement-breakpoint
CREATE INDEX "lot_event_lot" ON "lot_event" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "movement_from" ON "movement" USING btree ("from_holder_id","lot_id");--> statement-breakpoint
CREATE INDEX "movement_to" ON "movement" USING btree ("to_holder_id","lot_id");--> statement-breakpoint
CREATE INDEX "open_vial_session" ON "open_vial" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "stock_count_holder" ON "stock_count" USING btree ("holder_id","lot_id","at");--> statement-breakpoint
CREATE INDEX "transfer_from" ON "transfer" USING btree ("from_holder_id");--> statement-breakpoint
CREATE INDEX "transfer_to" ON "transfer" USING btree ("to_holder_id");