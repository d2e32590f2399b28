CREATE TABLE `backups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at_ms` integer NOT NULL,
	`reason` text NOT NULL,
	`operator_name` text,
	`state` text NOT NULL,
	`fault_code` text,
	`file_name` text,
	`bytes` integer,
	`guests` integer,
	`sales` integer,
	`changes` integer,
	`newest_sale_at_ms` integer,
	`took_ms` integer NOT NULL,
	`away` text DEFAULT 'none' NOT NULL,
	`away_folder` text,
	CONSTRAINT "backup_state" CHECK(("backups"."state" = 'failed') = ("backups"."fault_code" is not null)),
	CONSTRAINT "backup_file" CHECK(("backups"."state" = 'verified') = ("backups"."file_name" is not null)),
	CONSTRAINT "backup_away" CHECK(("backups"."away" = 'none') = ("backups"."away_folder" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `backups_by_state` ON `backups` (`state`,`id`);--> statement-breakpoint
ALTER TABLE `venue` ADD `backup_folder` text;
