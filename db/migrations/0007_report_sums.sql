CREATE TABLE `device_days` (
	`mac_address` text NOT NULL,
	`day` integer NOT NULL,
	PRIMARY KEY(`mac_address`, `day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `guest_days` (
	`guest_id` integer NOT NULL,
	`day` integer NOT NULL,
	`sessions` integer NOT NULL,
	`time_sec` integer NOT NULL,
	`upload_bytes` integer NOT NULL,
	`download_bytes` integer NOT NULL,
	PRIMARY KEY(`guest_id`, `day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `report_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`time_zone` text NOT NULL,
	`complete` integer NOT NULL,
	`chain_seq` integer NOT NULL,
	`sale_id` integer NOT NULL,
	`by_month_till_day` integer,
	CONSTRAINT "report_state_only_one" CHECK("report_state"."id" = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `return_days` (
	`kind` text NOT NULL,
	`day` integer NOT NULL,
	`before_day` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`kind`, `day`, `before_day`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sales_days` (
	`day` integer NOT NULL,
	`product_id` integer NOT NULL,
	`operator_id` integer NOT NULL,
	`payment` text NOT NULL,
	`currency` text NOT NULL,
	`product_name` text NOT NULL,
	`operator_name` text NOT NULL,
	`sales` integer NOT NULL,
	`reversals` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`day`, `product_id`, `operator_id`, `payment`, `currency`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `usage_days` (
	`day` integer NOT NULL,
	`domain_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`router_id` integer NOT NULL,
	`sessions` integer NOT NULL,
	`time_sec` integer NOT NULL,
	`upload_bytes` integer NOT NULL,
	`download_bytes` integer NOT NULL,
	PRIMARY KEY(`day`, `domain_id`, `product_id`, `router_id`)
) STRICT, WITHOUT ROWID;
