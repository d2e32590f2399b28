CREATE TABLE `import_mappings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`signature` text NOT NULL,
	`fields` text NOT NULL,
	`used_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `import_mappings_signature_unique` ON `import_mappings` (`signature`);--> statement-breakpoint
CREATE TABLE `unfinished_changes` (
	`change_id` integer PRIMARY KEY NOT NULL,
	`taken_back_by` integer,
	`cut_off` integer DEFAULT false NOT NULL
) STRICT;
