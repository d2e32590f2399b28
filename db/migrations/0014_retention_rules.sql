CREATE TABLE `retention_rules` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`data_class` text NOT NULL,
	`keep_days` integer NOT NULL,
	`set_at_ms` integer NOT NULL,
	CONSTRAINT "retention_rule_class" CHECK("retention_rules"."data_class" in ('radius-log', 'guest-months', 'marketing')),
	CONSTRAINT "retention_rule_keep" CHECK("retention_rules"."keep_days" between 1 and 36500)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `retention_rules_data_class_unique` ON `retention_rules` (`data_class`);