ALTER TABLE `operators` ADD `parent_id` integer CONSTRAINT "operator_parent" CHECK("parent_id" <> "id") REFERENCES `operators`(`id`);--> statement-breakpoint
ALTER TABLE `operators` ADD `guest_prefix` text CONSTRAINT "operator_prefix" CHECK(length("guest_prefix") between 1 and 20);--> statement-breakpoint
CREATE INDEX `operators_by_parent` ON `operators` (`parent_id`);--> statement-breakpoint
CREATE TABLE `operator_domains` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`operator_id` integer NOT NULL,
	`domain_id` integer NOT NULL,
	FOREIGN KEY (`operator_id`) REFERENCES `operators`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`domain_id`) REFERENCES `domains`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `operator_domains_once` ON `operator_domains` (`operator_id`,`domain_id`);--> statement-breakpoint
CREATE INDEX `operator_domains_by_domain` ON `operator_domains` (`domain_id`);
