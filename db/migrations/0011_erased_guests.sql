CREATE TABLE `erased_guests` (
	`guest_id` integer PRIMARY KEY NOT NULL,
	`erased_at_ms` integer NOT NULL,
	`in_hand` integer DEFAULT false NOT NULL
) STRICT;
--> statement-breakpoint
DROP TRIGGER `changes_no_update`;--> statement-breakpoint
DROP TRIGGER `change_rows_no_update`;--> statement-breakpoint
CREATE TRIGGER `changes_no_update` BEFORE UPDATE ON `changes` WHEN NOT EXISTS (SELECT 1 FROM `erased_guests` WHERE `in_hand` = 1) OR NEW.`id` <> OLD.`id` OR NEW.`at_ms` <> OLD.`at_ms` OR NEW.`operator_id` IS NOT OLD.`operator_id` OR NEW.`operator_name` <> OLD.`operator_name` OR NEW.`via` <> OLD.`via` OR NEW.`kind` <> OLD.`kind` OR NEW.`of_change_id` IS NOT OLD.`of_change_id` OR NEW.`action` <> OLD.`action` BEGIN SELECT RAISE(ABORT, 'changes is append-only'); END;--> statement-breakpoint
CREATE TRIGGER `change_rows_no_update` BEFORE UPDATE ON `change_rows` WHEN NOT EXISTS (SELECT 1 FROM `erased_guests` WHERE `in_hand` = 1) OR NEW.`id` <> OLD.`id` OR NEW.`change_id` <> OLD.`change_id` OR NEW.`table_name` <> OLD.`table_name` OR NEW.`row_id` <> OLD.`row_id` OR (NEW.`before` IS NULL) <> (OLD.`before` IS NULL) OR (NEW.`after` IS NULL) <> (OLD.`after` IS NULL) BEGIN SELECT RAISE(ABORT, 'change_rows is append-only'); END;
