CREATE TABLE `legal_texts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`version_id` integer NOT NULL,
	`language` text NOT NULL,
	`body` text NOT NULL,
	`published_at_ms` integer NOT NULL,
	`operator_name` text NOT NULL,
	FOREIGN KEY (`version_id`) REFERENCES `legal_versions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "legal_text_body" CHECK(length("legal_texts"."body") between 1 and 50000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `legal_texts_by_version` ON `legal_texts` (`version_id`,`language`);--> statement-breakpoint
CREATE TABLE `legal_versions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`domain_id` integer,
	`number` integer NOT NULL,
	`published_at_ms` integer NOT NULL,
	`operator_name` text NOT NULL,
	FOREIGN KEY (`domain_id`) REFERENCES `domains`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "legal_version_kind" CHECK("legal_versions"."kind" in ('terms', 'privacy', 'marketing')),
	CONSTRAINT "legal_version_number" CHECK("legal_versions"."number" >= 1)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `legal_versions_of_venue` ON `legal_versions` (`kind`,`number`) WHERE "legal_versions"."domain_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `legal_versions_of_domain` ON `legal_versions` (`domain_id`,`kind`,`number`);--> statement-breakpoint
ALTER TABLE `guest_persons` ADD `marketing_version_id` integer REFERENCES legal_versions(id);--> statement-breakpoint
ALTER TABLE `guest_persons` ADD `privacy_version_id` integer REFERENCES legal_versions(id);--> statement-breakpoint
ALTER TABLE `guest_persons` ADD `terms_version_id` integer REFERENCES legal_versions(id);--> statement-breakpoint
CREATE INDEX `guest_persons_by_terms` ON `guest_persons` (`terms_version_id`) WHERE "guest_persons"."terms_version_id" is not null;--> statement-breakpoint
CREATE INDEX `guest_persons_by_privacy` ON `guest_persons` (`privacy_version_id`) WHERE "guest_persons"."privacy_version_id" is not null;--> statement-breakpoint
CREATE INDEX `guest_persons_by_marketing` ON `guest_persons` (`marketing_version_id`) WHERE "guest_persons"."marketing_version_id" is not null;--> statement-breakpoint
CREATE TRIGGER `legal_versions_stand` BEFORE UPDATE ON `legal_versions` BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;--> statement-breakpoint
CREATE TRIGGER `legal_texts_stand` BEFORE UPDATE ON `legal_texts` BEGIN SELECT RAISE(ABORT, 'a published text never changes'); END;
