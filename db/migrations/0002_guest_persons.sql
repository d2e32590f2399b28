CREATE TABLE `guest_persons` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guest_id` integer NOT NULL,
	`first_name` text,
	`last_name` text,
	`gender` text,
	`company` text,
	`tax_code` text,
	`birth_year` integer,
	`document_kind` text,
	`document_number` text,
	`document_issuer` text,
	`document_expires` text,
	`address` text,
	`postal_code` text,
	`city` text,
	`province` text,
	`country` text,
	`latitude` real,
	`longitude` real,
	`calling_code` text,
	`mobile` text,
	`landline` text,
	`fax` text,
	`email` text,
	`email_validated_at_ms` integer,
	`pms_code` text,
	`external_kind` text,
	`external_username` text,
	`external_id` text,
	`sms_confirmed_at_ms` integer,
	`sms_sent` integer DEFAULT 0 NOT NULL,
	`marketing_consent_at_ms` integer,
	`marketing_version` text,
	`newsletter_consent_at_ms` integer,
	`privacy_accepted_at_ms` integer,
	`privacy_version` text,
	`terms_accepted_at_ms` integer,
	`terms_version` text,
	`antenna_address` text,
	`hardware_type` text,
	`routeros_version` text,
	FOREIGN KEY (`guest_id`) REFERENCES `guests`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guest_person_birth" CHECK(coalesce("guest_persons"."birth_year", 2000) between 1880 and 2200),
	CONSTRAINT "guest_person_place" CHECK(coalesce("guest_persons"."latitude", 0) between -90 and 90 and coalesce("guest_persons"."longitude", 0) between -180 and 180),
	CONSTRAINT "guest_person_sms" CHECK("guest_persons"."sms_sent" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `guest_persons_guest_id_unique` ON `guest_persons` (`guest_id`);--> statement-breakpoint
CREATE TABLE `guest_photos` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guest_id` integer NOT NULL,
	`image` blob NOT NULL,
	FOREIGN KEY (`guest_id`) REFERENCES `guests`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `guest_photos_guest_id_unique` ON `guest_photos` (`guest_id`);--> statement-breakpoint
CREATE INDEX `guests_locked` ON `guests` (`id`) WHERE "guests"."locked_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `guests_by_kind` ON `guests` (`kind`) WHERE "guests"."kind" <> 'code';--> statement-breakpoint
DROP TRIGGER `guest_search_insert`;--> statement-breakpoint
DROP TRIGGER `guest_search_delete`;--> statement-breakpoint
DROP TRIGGER `guest_search_update`;--> statement-breakpoint
DROP TABLE `guest_search`;--> statement-breakpoint
CREATE VIRTUAL TABLE `guest_search` USING fts5(`username`, `display_name`, `room`, `note`, `person`, `numbers`, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');--> statement-breakpoint
CREATE VIEW `guest_words` AS SELECT g.`id`, g.`username`, g.`display_name`, g.`room`, g.`note`, concat_ws(' ', p.`first_name`, p.`last_name`, p.`company`, p.`tax_code`, p.`email`, p.`document_number`) AS `person`, concat_ws(' ', p.`mobile`, p.`calling_code` || p.`mobile`, p.`landline`, p.`fax`, p.`pms_code`) AS `numbers` FROM `guests` g LEFT JOIN `guest_persons` p ON p.`guest_id` = g.`id`;--> statement-breakpoint
CREATE TRIGGER `guest_search_insert` AFTER INSERT ON `guests` BEGIN INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`, `person`, `numbers`) SELECT * FROM `guest_words` WHERE `id` = NEW.id; END;--> statement-breakpoint
CREATE TRIGGER `guest_search_delete` AFTER DELETE ON `guests` BEGIN DELETE FROM `guest_search` WHERE rowid = OLD.id; END;--> statement-breakpoint
CREATE TRIGGER `guest_search_update` AFTER UPDATE OF `username`, `display_name`, `room`, `note` ON `guests` BEGIN DELETE FROM `guest_search` WHERE rowid = OLD.id; INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`, `person`, `numbers`) SELECT * FROM `guest_words` WHERE `id` = NEW.id; END;--> statement-breakpoint
CREATE TRIGGER `guest_search_person_insert` AFTER INSERT ON `guest_persons` BEGIN DELETE FROM `guest_search` WHERE rowid = NEW.guest_id; INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`, `person`, `numbers`) SELECT * FROM `guest_words` WHERE `id` = NEW.guest_id; END;--> statement-breakpoint
CREATE TRIGGER `guest_search_person_delete` AFTER DELETE ON `guest_persons` BEGIN DELETE FROM `guest_search` WHERE rowid = OLD.guest_id; INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`, `person`, `numbers`) SELECT * FROM `guest_words` WHERE `id` = OLD.guest_id; END;--> statement-breakpoint
CREATE TRIGGER `guest_search_person_update` AFTER UPDATE ON `guest_persons` BEGIN DELETE FROM `guest_search` WHERE rowid IN (OLD.guest_id, NEW.guest_id); INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`, `person`, `numbers`) SELECT * FROM `guest_words` WHERE `id` IN (OLD.guest_id, NEW.guest_id); END;--> statement-breakpoint
INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`, `person`, `numbers`) SELECT * FROM `guest_words`;
