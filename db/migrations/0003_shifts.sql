CREATE TABLE `cash_movements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`shift_id` integer NOT NULL,
	`at_ms` integer NOT NULL,
	`operator_id` integer NOT NULL,
	`operator_name` text NOT NULL,
	`kind` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`note` text,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cash_movement_kind" CHECK("cash_movements"."kind" in ('float', 'in', 'out')),
	CONSTRAINT "cash_movement_amount" CHECK("cash_movements"."amount_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `cash_movements_by_shift` ON `cash_movements` (`shift_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `cash_movements_one_float` ON `cash_movements` (`shift_id`) WHERE "cash_movements"."kind" = 'float';--> statement-breakpoint
CREATE TABLE `shift_closings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`shift_id` integer NOT NULL,
	`at_ms` integer NOT NULL,
	`operator_id` integer NOT NULL,
	`operator_name` text NOT NULL,
	`currency` text NOT NULL,
	`expected_minor` integer NOT NULL,
	`counted_minor` integer NOT NULL,
	`pieces` text,
	`note` text,
	`reprints` integer NOT NULL,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shift_closing_counted" CHECK("shift_closings"."counted_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `shift_closings_shift_id_unique` ON `shift_closings` (`shift_id`);--> statement-breakpoint
ALTER TABLE `sales` ADD `list_price_minor` integer;--> statement-breakpoint
ALTER TABLE `sales` ADD `price_reason` text;--> statement-breakpoint
ALTER TABLE `sales` ADD `request_id` text;--> statement-breakpoint
CREATE INDEX `sales_by_request` ON `sales` (`request_id`,`operator_id`) WHERE "sales"."request_id" is not null;--> statement-breakpoint
ALTER TABLE `print_jobs` ADD `shift_id` integer;--> statement-breakpoint
CREATE TRIGGER `cash_movements_no_update` BEFORE UPDATE ON `cash_movements` BEGIN SELECT RAISE(ABORT, 'cash_movements is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `cash_movements_no_delete` BEFORE DELETE ON `cash_movements` BEGIN SELECT RAISE(ABORT, 'cash_movements is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `shift_closings_no_update` BEFORE UPDATE ON `shift_closings` BEGIN SELECT RAISE(ABORT, 'shift_closings is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `shift_closings_no_delete` BEFORE DELETE ON `shift_closings` BEGIN SELECT RAISE(ABORT, 'shift_closings is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `sales_in_open_shift` BEFORE INSERT ON `sales` WHEN (SELECT closed_at_ms FROM shifts WHERE id = NEW.shift_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed shift takes no more money'); END;
--> statement-breakpoint
CREATE TRIGGER `cash_movements_in_open_shift` BEFORE INSERT ON `cash_movements` WHEN (SELECT closed_at_ms FROM shifts WHERE id = NEW.shift_id) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a closed shift takes no more money'); END;
--> statement-breakpoint
CREATE TRIGGER `sales_price_with_reason` BEFORE INSERT ON `sales` WHEN (NEW.list_price_minor IS NULL) <> (NEW.price_reason IS NULL) BEGIN SELECT RAISE(ABORT, 'another price needs a reason'); END;
