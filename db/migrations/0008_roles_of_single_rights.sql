CREATE TABLE `__new_roles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`rights` text,
	CONSTRAINT "role_kind" CHECK("__new_roles"."kind" in ('owner', 'installer', 'manager', 'desk', 'own')),
	CONSTRAINT "role_name" CHECK(length("__new_roles"."name") between 1 and 60),
	CONSTRAINT "role_rights" CHECK(("__new_roles"."kind" = 'own') = ("__new_roles"."rights" is not null) and json_valid(coalesce("__new_roles"."rights", '[]')))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_roles`("id", "name", "kind") SELECT "id", "name", "level" FROM `roles`;--> statement-breakpoint
DROP TABLE `roles`;--> statement-breakpoint
ALTER TABLE `__new_roles` RENAME TO `roles`;--> statement-breakpoint
-- The manager that comes with the program leaves technical settings to the installer. Who is a manager already keeps them:
-- the role they have becomes the venue's own, with every right managers had.
UPDATE `roles` SET `kind` = 'own', `name` = 'Manager with technical settings', `rights` = '["guests","sell","recharge","extend","print","reprint","set-end","price-override","free-ticket","edit-guests","lock","disconnect","devices","block-devices","see-passwords","cards","erase","undo-own","undo-others","shifts","reports","export","marketing-export","sessions","connection-log","products","domains","printers","venue","import","back-up","radius-log","routers","technical"]' WHERE `kind` = 'manager' AND `id` IN (SELECT `role_id` FROM `operators`);--> statement-breakpoint
INSERT INTO `roles` (`name`, `kind`) SELECT 'Manager', 'manager' WHERE NOT EXISTS (SELECT 1 FROM `roles` WHERE `kind` = 'manager');--> statement-breakpoint
INSERT INTO `roles` (`name`, `kind`) VALUES ('Installer', 'installer');--> statement-breakpoint
CREATE UNIQUE INDEX `roles_name_unique` ON `roles` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `roles_built_in` ON `roles` (`kind`) WHERE "roles"."kind" <> 'own';
