CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_tenant` ON `api_keys` (`tenant`,`created_at`);--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`queue` text NOT NULL,
	`message_id` text NOT NULL,
	`run_id` text,
	`node` text,
	`reason` text NOT NULL,
	`body` text NOT NULL,
	`attempts` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`queue`, `message_id`)
);
--> statement-breakpoint
CREATE INDEX `dead_letters_by_run` ON `dead_letters` (`run_id`);--> statement-breakpoint
CREATE TABLE `deleted_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `ir_numbers` (
	`tenant` text NOT NULL,
	`ir_id` text NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`tenant`, `ir_id`)
);
--> statement-breakpoint
CREATE TABLE `ir_origins` (
	`tenant` text NOT NULL,
	`ir_id` text NOT NULL,
	`run_id` text NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`tenant`, `ir_id`, `run_id`)
);
--> statement-breakpoint
CREATE INDEX `ir_origins_by_run` ON `ir_origins` (`run_id`);--> statement-breakpoint
CREATE TABLE `ir_revisions` (
	`tenant` text NOT NULL,
	`ir_id` text NOT NULL,
	`revision` integer NOT NULL,
	`content_hash` text NOT NULL,
	`run_id` text NOT NULL,
	`repo` text,
	`path` text,
	`function` text NOT NULL,
	`commit` text,
	`author` text,
	`change_summary` text NOT NULL,
	`code` text,
	`ir` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ir_revisions_unique` ON `ir_revisions` (`tenant`,`ir_id`,`revision`);--> statement-breakpoint
CREATE INDEX `ir_revisions_by_place` ON `ir_revisions` (`tenant`,`repo`,`path`,`function`);--> statement-breakpoint
CREATE INDEX `ir_revisions_by_run` ON `ir_revisions` (`run_id`);--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`graph` text NOT NULL,
	`graph_version` text NOT NULL,
	`status` text NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer,
	`progress_at` integer NOT NULL,
	`stuck` integer NOT NULL,
	`repo` text,
	`tags` text NOT NULL,
	`error_code` text,
	`checked_at` integer
);
--> statement-breakpoint
CREATE INDEX `runs_by_tenant` ON `runs` (`tenant`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_by_progress` ON `runs` (`status`,`progress_at`);