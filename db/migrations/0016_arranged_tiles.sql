CREATE TABLE `__new_products` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`price_minor` integer NOT NULL,
	`starts` text NOT NULL,
	`valid_for_sec` integer,
	`until_check_out` integer DEFAULT false NOT NULL,
	`valid_until_ms` integer,
	`at_session_limit` text DEFAULT 'refuse' NOT NULL,
	`at_device_limit` text DEFAULT 'refuse' NOT NULL,
	`bind_first_device` integer DEFAULT false NOT NULL,
	`color` text NOT NULL,
	`pinned` integer DEFAULT false NOT NULL,
	`hidden` integer DEFAULT false NOT NULL,
	`code_alphabet` text DEFAULT 'mixed' NOT NULL,
	`code_length` integer DEFAULT 6 NOT NULL,
	`retired_at_ms` integer,
	`sort_order` integer DEFAULT 0 NOT NULL,
	`created_at_ms` integer NOT NULL,
	`ticket_template_id` integer,
	FOREIGN KEY (`ticket_template_id`) REFERENCES `ticket_templates`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "product_name" CHECK(length("__new_products"."name") between 1 and 60),
	CONSTRAINT "product_price" CHECK("__new_products"."price_minor" >= 0),
	CONSTRAINT "product_starts" CHECK("__new_products"."starts" in ('now', 'first-login')),
	CONSTRAINT "product_at_limit" CHECK("__new_products"."at_session_limit" in ('refuse', 'end-oldest') and "__new_products"."at_device_limit" in ('refuse', 'forget-oldest')),
	CONSTRAINT "product_valid_for" CHECK("__new_products"."valid_for_sec" is null or "__new_products"."valid_for_sec" > 0),
	CONSTRAINT "product_code_alphabet" CHECK("__new_products"."code_alphabet" in ('digits', 'letters', 'mixed')),
	CONSTRAINT "product_code_length" CHECK("__new_products"."code_length" between 4 and 16)
) STRICT;
--> statement-breakpoint
-- A number is never given twice, although the table is a new one: history tells rows apart by it.
INSERT INTO `sqlite_sequence` ("name", "seq") SELECT '__new_products', "seq" FROM `sqlite_sequence` WHERE "name" = 'products';--> statement-breakpoint
-- F-keys follow the order of the tiles from now on: every product keeps its place among the others.
INSERT INTO `__new_products`("id", "name", "price_minor", "starts", "valid_for_sec", "until_check_out", "valid_until_ms", "at_session_limit", "at_device_limit", "bind_first_device", "color", "code_alphabet", "code_length", "retired_at_ms", "sort_order", "created_at_ms", "ticket_template_id") SELECT "id", "name", "price_minor", "starts", "valid_for_sec", "until_check_out", "valid_until_ms", "at_session_limit", "at_device_limit", "bind_first_device", "color", "code_alphabet", "code_length", "retired_at_ms", row_number() over (order by "hot_key" is null, "hot_key", "sort_order", "id"), "created_at_ms", "ticket_template_id" FROM `products`;--> statement-breakpoint
DROP TABLE `products`;--> statement-breakpoint
ALTER TABLE `__new_products` RENAME TO `products`;--> statement-breakpoint
ALTER TABLE `domains` ADD `keep_lowered_at_ms` integer;--> statement-breakpoint
ALTER TABLE `domains` ADD `language` text;--> statement-breakpoint
ALTER TABLE `domains` ADD `registration` text DEFAULT 'open' NOT NULL CONSTRAINT "domain_registration" CHECK("registration" in ('open', 'person', 'voucher'));
