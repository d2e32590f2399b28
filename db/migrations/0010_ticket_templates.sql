CREATE TABLE `ticket_templates` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`blocks` text NOT NULL,
	`cards_per_page` integer NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`wifi_name` text,
	`wifi_security` text NOT NULL,
	`wifi_password_sealed` blob,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "ticket_template_name" CHECK(length("ticket_templates"."name") between 1 and 60),
	CONSTRAINT "ticket_template_blocks" CHECK(json_valid("ticket_templates"."blocks")),
	CONSTRAINT "ticket_template_cards" CHECK("ticket_templates"."cards_per_page" in (4, 6, 8, 10)),
	CONSTRAINT "ticket_template_wifi" CHECK("ticket_templates"."wifi_security" in ('open', 'wpa') and ("ticket_templates"."wifi_security" = 'wpa') = ("ticket_templates"."wifi_password_sealed" is not null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_templates_name_unique` ON `ticket_templates` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_templates_one_default` ON `ticket_templates` (`is_default`) WHERE "ticket_templates"."is_default" = 1;--> statement-breakpoint
ALTER TABLE `print_jobs` ADD `template_id` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `ticket_template_id` integer REFERENCES ticket_templates(id);