CREATE TABLE `unfinished_erasures` (
	`guest_id` integer PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`operator_id` integer,
	`operator_name` text NOT NULL,
	`via` text NOT NULL,
	CONSTRAINT "unfinished_erasure_state" CHECK("unfinished_erasures"."state" in ('asked', 'erased'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `__new_retention_rules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`data_class` text NOT NULL,
	`keep_days` integer NOT NULL,
	`set_at_ms` integer NOT NULL,
	CONSTRAINT "retention_rule_class" CHECK("data_class" in ('radius-log', 'guest-months', 'marketing', 'persons')),
	CONSTRAINT "retention_rule_keep" CHECK("keep_days" between 1 and 36500)
) STRICT;
--> statement-breakpoint
-- A number is never given twice, although the table is a new one: history tells rows apart by it.
INSERT INTO `sqlite_sequence` ("name", "seq") SELECT '__new_retention_rules', "seq" FROM `sqlite_sequence` WHERE "name" = 'retention_rules';--> statement-breakpoint
INSERT INTO `__new_retention_rules`("id", "data_class", "keep_days", "set_at_ms") SELECT "id", "data_class", "keep_days", "set_at_ms" FROM `retention_rules`;--> statement-breakpoint
DROP TABLE `retention_rules`;--> statement-breakpoint
ALTER TABLE `__new_retention_rules` RENAME TO `retention_rules`;--> statement-breakpoint
CREATE UNIQUE INDEX `retention_rules_data_class_unique` ON `retention_rules` (`data_class`);
