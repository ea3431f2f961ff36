CREATE TABLE `decided_runs` (
	`run_id` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hole_decisions` (
	`tenant` text NOT NULL,
	`run_id` text NOT NULL,
	`hole` text NOT NULL,
	`rank` integer NOT NULL,
	`clause` text NOT NULL,
	`kind` text NOT NULL,
	`about` text,
	`features` text NOT NULL,
	`value` text,
	`names` text NOT NULL,
	`accepted` integer NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`run_id`, `hole`, `rank`)
);
--> statement-breakpoint
CREATE INDEX `hole_decisions_by_question` ON `hole_decisions` (`tenant`,`clause`,`kind`,`at`);