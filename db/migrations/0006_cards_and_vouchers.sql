CREATE TABLE `batch_holds` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`batch_id` integer NOT NULL,
	`from_serial` integer NOT NULL,
	`till_serial` integer NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batch_hold_range" CHECK("batch_holds"."from_serial" between 1 and "batch_holds"."till_serial")
) STRICT;
--> statement-breakpoint
CREATE INDEX `batch_holds_by_batch` ON `batch_holds` (`batch_id`);--> statement-breakpoint
CREATE TABLE `batch_prints` (
	`batch_id` integer NOT NULL,
	`serial` integer NOT NULL,
	`printed_at_ms` integer NOT NULL,
	PRIMARY KEY(`batch_id`, `serial`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `batches` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`note` text,
	`product_id` integer NOT NULL,
	`domain_id` integer NOT NULL,
	`count` integer NOT NULL,
	`code_prefix` text DEFAULT '' NOT NULL,
	`code_alphabet` text NOT NULL,
	`code_length` integer NOT NULL,
	`sold_at_desk` integer NOT NULL,
	`price_minor` integer NOT NULL,
	`price_printed` integer NOT NULL,
	`sell_before_ms` integer,
	`made_at_ms` integer,
	`withdrawn_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`domain_id`) REFERENCES `domains`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batch_kind" CHECK("batches"."kind" in ('cards', 'vouchers')),
	CONSTRAINT "batch_name" CHECK(length("batches"."name") between 1 and 60),
	CONSTRAINT "batch_count" CHECK("batches"."count" between 1 and 10000),
	CONSTRAINT "batch_code" CHECK("batches"."code_alphabet" in ('digits', 'letters', 'mixed') and "batches"."code_length" between 4 and 16),
	CONSTRAINT "batch_price" CHECK("batches"."price_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `batches_by_product` ON `batches` (`product_id`);--> statement-breakpoint
CREATE INDEX `batches_by_domain` ON `batches` (`domain_id`);--> statement-breakpoint
CREATE TABLE `cards` (
	`id` integer PRIMARY KEY NOT NULL,
	`batch_id` integer NOT NULL,
	`serial` integer NOT NULL,
	`sold_at_ms` integer,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `cards_by_batch` ON `cards` (`batch_id`,`serial`);--> statement-breakpoint
CREATE TABLE `vouchers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`batch_id` integer NOT NULL,
	`serial` integer NOT NULL,
	`code` text NOT NULL,
	`code_key` text NOT NULL,
	`redeemed_at_ms` integer,
	`entitlement_id` integer,
	FOREIGN KEY (`batch_id`) REFERENCES `batches`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "voucher_redeemed" CHECK(("vouchers"."redeemed_at_ms" is null) = ("vouchers"."entitlement_id" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `vouchers_by_batch` ON `vouchers` (`batch_id`,`serial`);--> statement-breakpoint
CREATE UNIQUE INDEX `vouchers_by_code` ON `vouchers` (`code_key`);