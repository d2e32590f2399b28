CREATE TABLE `device_blocks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`mac_address` text NOT NULL,
	`scope` text NOT NULL,
	`guest_id` integer,
	`domain_id` integer,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`guest_id`) REFERENCES `guests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`domain_id`) REFERENCES `domains`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "device_block_scope" CHECK(("device_blocks"."scope" = 'guest' and "device_blocks"."guest_id" is not null and "device_blocks"."domain_id" is null)
      or ("device_blocks"."scope" = 'domain' and "device_blocks"."domain_id" is not null and "device_blocks"."guest_id" is null)
      or ("device_blocks"."scope" = 'venue' and "device_blocks"."guest_id" is null and "device_blocks"."domain_id" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `device_blocks_by_mac` ON `device_blocks` (`mac_address`);--> statement-breakpoint
CREATE INDEX `device_blocks_by_guest` ON `device_blocks` (`guest_id`);--> statement-breakpoint
CREATE TABLE `devices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guest_id` integer NOT NULL,
	`mac_address` text NOT NULL,
	`first_seen_at_ms` integer NOT NULL,
	`last_seen_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `devices_by_guest` ON `devices` (`guest_id`,`mac_address`);--> statement-breakpoint
CREATE INDEX `devices_by_mac` ON `devices` (`mac_address`);--> statement-breakpoint
CREATE TABLE `entitlement_usage` (
	`entitlement_id` integer PRIMARY KEY NOT NULL,
	`started_at_ms` integer,
	`ends_at_ms` integer,
	`upload_bytes` integer DEFAULT 0 NOT NULL,
	`download_bytes` integer DEFAULT 0 NOT NULL,
	`uptime_sec` integer DEFAULT 0 NOT NULL,
	`last_used_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `entitlements` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guest_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`starts_at_ms` integer,
	`ends_at_ms` integer,
	`end_overridden` integer DEFAULT false NOT NULL,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`guest_id`) REFERENCES `guests`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `entitlements_by_guest` ON `entitlements` (`guest_id`);--> statement-breakpoint
CREATE INDEX `entitlements_by_product` ON `entitlements` (`product_id`);--> statement-breakpoint
CREATE TABLE `guest_attributes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guest_id` integer NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`operator` text NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`guest_id`) REFERENCES `guests`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guest_attribute_kind" CHECK(("guest_attributes"."kind" = 'reply') = ("guest_attributes"."operator" = '='))
) STRICT;
--> statement-breakpoint
CREATE INDEX `guest_attributes_by_guest` ON `guest_attributes` (`guest_id`);--> statement-breakpoint
CREATE TABLE `guest_networks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guest_id` integer NOT NULL,
	`ip_address` text,
	`netmask` text,
	`routes` text DEFAULT '[]' NOT NULL,
	`ipv6_prefix` text,
	`delegated_ipv6_prefix` text,
	`ip_pool` text,
	`group_name` text,
	`address_list` text,
	`vlan_id` integer,
	`wireless_psk_sealed` blob,
	`wireless_enc_algo` text,
	`wireless_enc_key_sealed` blob,
	FOREIGN KEY (`guest_id`) REFERENCES `guests`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guest_network_vlan" CHECK(coalesce("guest_networks"."vlan_id", 1) between 1 and 4094)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `guest_networks_guest_id_unique` ON `guest_networks` (`guest_id`);--> statement-breakpoint
CREATE TABLE `guests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`domain_id` integer NOT NULL,
	`kind` text NOT NULL,
	`username` text NOT NULL,
	`username_key` text NOT NULL,
	`password_sealed` blob NOT NULL,
	`display_name` text,
	`room` text,
	`note` text,
	`language` text,
	`locked_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`domain_id`) REFERENCES `domains`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "guest_kind" CHECK("guests"."kind" in ('code', 'person', 'device')),
	CONSTRAINT "guest_username" CHECK(length("guests"."username") between 1 and 253)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `guests_by_username` ON `guests` (`username_key`);--> statement-breakpoint
CREATE INDEX `guests_by_room` ON `guests` (`room`);--> statement-breakpoint
CREATE INDEX `guests_by_name` ON `guests` (`display_name`);--> statement-breakpoint
CREATE TABLE `limitation_usage` (
	`entitlement_id` integer NOT NULL,
	`limitation_id` integer NOT NULL,
	`period_start_ms` integer NOT NULL,
	`upload_bytes` integer DEFAULT 0 NOT NULL,
	`download_bytes` integer DEFAULT 0 NOT NULL,
	`uptime_sec` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`entitlement_id`, `limitation_id`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `change_rows` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`change_id` integer NOT NULL,
	`table_name` text NOT NULL,
	`row_id` integer NOT NULL,
	`before` text,
	`after` text,
	FOREIGN KEY (`change_id`) REFERENCES `changes`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `change_rows_by_change` ON `change_rows` (`change_id`);--> statement-breakpoint
CREATE INDEX `change_rows_by_row` ON `change_rows` (`table_name`,`row_id`);--> statement-breakpoint
CREATE TABLE `changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at_ms` integer NOT NULL,
	`operator_id` integer,
	`operator_name` text NOT NULL,
	`via` text NOT NULL,
	`kind` text NOT NULL,
	`of_change_id` integer,
	`action` text NOT NULL,
	`params` text NOT NULL,
	FOREIGN KEY (`of_change_id`) REFERENCES `changes`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "change_kind" CHECK("changes"."kind" in ('do', 'undo', 'redo')),
	CONSTRAINT "change_of" CHECK(("changes"."kind" = 'do') = ("changes"."of_change_id" is null))
) STRICT;
--> statement-breakpoint
CREATE INDEX `changes_of` ON `changes` (`of_change_id`);--> statement-breakpoint
CREATE TABLE `operators` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`role_id` integer NOT NULL,
	`password_hash` text NOT NULL,
	`language` text,
	`disabled_at_ms` integer,
	`created_at_ms` integer NOT NULL,
	FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "operator_name" CHECK(length("operators"."name") between 1 and 60)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `operators_name_key_unique` ON `operators` (`name_key`);--> statement-breakpoint
CREATE TABLE `roles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`level` text NOT NULL,
	CONSTRAINT "role_level" CHECK("roles"."level" in ('desk', 'manager', 'owner'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `roles_name_unique` ON `roles` (`name`);--> statement-breakpoint
CREATE TABLE `sales` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`reverses_sale_id` integer,
	`at_ms` integer NOT NULL,
	`shift_id` integer NOT NULL,
	`operator_id` integer NOT NULL,
	`operator_name` text NOT NULL,
	`change_id` integer NOT NULL,
	`guest_id` integer NOT NULL,
	`entitlement_id` integer NOT NULL,
	`product_id` integer NOT NULL,
	`product_name` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`payment` text NOT NULL,
	FOREIGN KEY (`shift_id`) REFERENCES `shifts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sale_kind" CHECK("sales"."kind" in ('sale', 'reversal')),
	CONSTRAINT "sale_reversal" CHECK(("sales"."kind" = 'reversal') = ("sales"."reverses_sale_id" is not null)),
	CONSTRAINT "sale_payment" CHECK("sales"."payment" in ('cash', 'card', 'room', 'free'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `sales_by_time` ON `sales` (`at_ms`);--> statement-breakpoint
CREATE INDEX `sales_by_shift` ON `sales` (`shift_id`);--> statement-breakpoint
CREATE INDEX `sales_by_guest` ON `sales` (`guest_id`);--> statement-breakpoint
CREATE INDEX `sales_by_change` ON `sales` (`change_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sales_reversed_once` ON `sales` (`reverses_sale_id`) WHERE "sales"."reverses_sale_id" is not null;--> statement-breakpoint
CREATE TABLE `shifts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`operator_id` integer NOT NULL,
	`operator_name` text NOT NULL,
	`opened_at_ms` integer NOT NULL,
	`closed_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `shifts_one_open` ON `shifts` (`operator_id`) WHERE "shifts"."closed_at_ms" is null;--> statement-breakpoint
CREATE TABLE `print_jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`created_at_ms` integer NOT NULL,
	`printer_id` integer NOT NULL,
	`printer_name` text NOT NULL,
	`guest_ids` text NOT NULL,
	`copy` integer NOT NULL,
	`operator_name` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`fault_code` text,
	`finished_at_ms` integer,
	CONSTRAINT "print_job_state" CHECK("print_jobs"."state" in ('waiting', 'printing', 'printed', 'failed', 'cancelled'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `print_jobs_by_time` ON `print_jobs` (`created_at_ms`);--> statement-breakpoint
CREATE TABLE `printers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`paper_mm` integer NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "printer_kind" CHECK("printers"."kind" in ('system', 'network', 'queue')),
	CONSTRAINT "printer_paper" CHECK("printers"."paper_mm" in (58, 80))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `printers_one_default` ON `printers` (`is_default`) WHERE "printers"."is_default" = 1;--> statement-breakpoint
CREATE TABLE `limitations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`product_id` integer NOT NULL,
	`download_quota_bytes` integer,
	`upload_quota_bytes` integer,
	`total_quota_bytes` integer,
	`uptime_sec` integer,
	`rate_down_bps` integer,
	`rate_up_bps` integer,
	`idle_timeout_sec` integer,
	`simultaneous_sessions` integer,
	`devices` integer,
	`session_timeout_sec` integer,
	`reset_every` text,
	`reset_offset_min` integer DEFAULT 0 NOT NULL,
	`slow_down_bps` integer,
	`slow_up_bps` integer,
	`burst_down_bps` integer,
	`burst_up_bps` integer,
	`burst_threshold_down_bps` integer,
	`burst_threshold_up_bps` integer,
	`burst_time_down_sec` integer,
	`burst_time_up_sec` integer,
	`priority` integer,
	`min_rate_down_bps` integer,
	`min_rate_up_bps` integer,
	`window_days` integer,
	`window_from_min` integer,
	`window_till_min` integer,
	`address_list` text,
	`ip_pool` text,
	`group_name` text,
	`ipv6_pool` text,
	`delegated_ipv6_pool` text,
	`vlan_id` integer,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "limitation_positive" CHECK(coalesce("limitations"."download_quota_bytes", 1) > 0 and coalesce("limitations"."upload_quota_bytes", 1) > 0 and coalesce("limitations"."total_quota_bytes", 1) > 0
      and coalesce("limitations"."uptime_sec", 1) > 0 and coalesce("limitations"."rate_down_bps", 1) > 0 and coalesce("limitations"."rate_up_bps", 1) > 0
      and coalesce("limitations"."idle_timeout_sec", 1) > 0 and coalesce("limitations"."simultaneous_sessions", 1) > 0 and coalesce("limitations"."devices", 1) > 0
      and coalesce("limitations"."session_timeout_sec", 1) > 0 and coalesce("limitations"."slow_down_bps", 1) > 0 and coalesce("limitations"."slow_up_bps", 1) > 0),
	CONSTRAINT "limitation_reset" CHECK("limitations"."reset_every" is null or "limitations"."reset_every" in ('hour', 'day', 'week', 'month')),
	CONSTRAINT "limitation_priority" CHECK(coalesce("limitations"."priority", 1) between 1 and 8),
	CONSTRAINT "limitation_window" CHECK(("limitations"."window_days" is null and "limitations"."window_from_min" is null and "limitations"."window_till_min" is null)
      or ("limitations"."window_days" between 1 and 127 and "limitations"."window_from_min" between 0 and 1439 and "limitations"."window_till_min" between 0 and 1440)),
	CONSTRAINT "limitation_vlan" CHECK(coalesce("limitations"."vlan_id", 1) between 1 and 4094)
) STRICT;
--> statement-breakpoint
CREATE INDEX `limitations_by_product` ON `limitations` (`product_id`);--> statement-breakpoint
CREATE TABLE `product_attributes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`product_id` integer NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `product_attributes_by_product` ON `product_attributes` (`product_id`);--> statement-breakpoint
CREATE TABLE `products` (
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
	`hot_key` integer,
	`code_alphabet` text DEFAULT 'mixed' NOT NULL,
	`code_length` integer DEFAULT 6 NOT NULL,
	`retired_at_ms` integer,
	`sort_order` integer DEFAULT 0 NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "product_name" CHECK(length("products"."name") between 1 and 60),
	CONSTRAINT "product_price" CHECK("products"."price_minor" >= 0),
	CONSTRAINT "product_starts" CHECK("products"."starts" in ('now', 'first-login')),
	CONSTRAINT "product_at_limit" CHECK("products"."at_session_limit" in ('refuse', 'end-oldest') and "products"."at_device_limit" in ('refuse', 'forget-oldest')),
	CONSTRAINT "product_valid_for" CHECK("products"."valid_for_sec" is null or "products"."valid_for_sec" > 0),
	CONSTRAINT "product_hot_key" CHECK("products"."hot_key" is null or "products"."hot_key" between 1 and 12),
	CONSTRAINT "product_code_alphabet" CHECK("products"."code_alphabet" in ('digits', 'letters', 'mixed')),
	CONSTRAINT "product_code_length" CHECK("products"."code_length" between 4 and 16)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `products_hot_key_unique` ON `products` (`hot_key`);--> statement-breakpoint
CREATE TABLE `router_attributes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`router_id` integer NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`router_id`) REFERENCES `routers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `router_attributes_by_router` ON `router_attributes` (`router_id`);--> statement-breakpoint
CREATE TABLE `router_states` (
	`router_id` integer PRIMARY KEY NOT NULL,
	`last_authentic_at_ms` integer,
	`sends_message_authenticator` integer DEFAULT false NOT NULL,
	`login_host` text,
	`wrong_secret_at_ms` integer,
	`wrong_secret_sign` text,
	`last_accept_at_ms` integer,
	`last_accounting_at_ms` integer,
	`accepts_without_start` integer DEFAULT 0 NOT NULL,
	`repeated_at_ms` integer,
	`repeats` integer DEFAULT 0 NOT NULL,
	`clock_offset_sec` integer,
	`coa_state` text,
	`coa_at_ms` integer,
	`coa_error_cause` integer,
	`mostly_output` integer DEFAULT 0 NOT NULL,
	`mostly_input` integer DEFAULT 0 NOT NULL,
	`input_is_download` integer DEFAULT false NOT NULL,
	`boot_digit` text,
	`boot_digit_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `routers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`hotspot` integer NOT NULL,
	`pppoe` integer NOT NULL,
	`secret_sealed` blob NOT NULL,
	`coa_port` integer DEFAULT 3799 NOT NULL,
	`use_coa` integer DEFAULT true NOT NULL,
	`message_authenticator` text DEFAULT 'learned' NOT NULL,
	`direction` text DEFAULT 'learned' NOT NULL,
	`mac_password` text DEFAULT 'empty' NOT NULL,
	`mac_password_sealed` blob,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "router_coa_port" CHECK("routers"."coa_port" between 1 and 65535),
	CONSTRAINT "router_mac_password" CHECK(("routers"."mac_password" = 'shared') = ("routers"."mac_password_sealed" is not null)),
	CONSTRAINT "router_name" CHECK(length("routers"."name") between 1 and 60)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `routers_address_unique` ON `routers` (`address`);--> statement-breakpoint
CREATE TABLE `unknown_sources` (
	`address` text PRIMARY KEY NOT NULL,
	`first_at_ms` integer NOT NULL,
	`last_at_ms` integer NOT NULL,
	`packets` integer NOT NULL,
	`nas_identifier` text,
	`dismissed_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `radius_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at_ms` integer NOT NULL,
	`kind` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text NOT NULL,
	`detail` text NOT NULL,
	`source_address` text NOT NULL,
	`router_id` integer,
	`username` text,
	`guest_id` integer,
	`mac_address` text,
	`acct_session_id` text,
	`count` integer DEFAULT 1 NOT NULL,
	`packet_no` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `radius_log_by_time` ON `radius_log` (`at_ms`);--> statement-breakpoint
CREATE INDEX `radius_log_by_guest` ON `radius_log` (`guest_id`);--> statement-breakpoint
CREATE TABLE `router_requests` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at_ms` integer NOT NULL,
	`router_id` integer NOT NULL,
	`session_id` integer NOT NULL,
	`guest_id` integer,
	`kind` text NOT NULL,
	`purpose` text NOT NULL,
	`operator_name` text,
	`keys` text NOT NULL,
	`state` text NOT NULL,
	`error_cause` integer,
	`tries` integer DEFAULT 1 NOT NULL,
	`answered_at_ms` integer,
	CONSTRAINT "router_request_state" CHECK("router_requests"."state" in ('sent', 'acknowledged', 'refused', 'no-answer'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `router_requests_by_session` ON `router_requests` (`session_id`);--> statement-breakpoint
CREATE INDEX `router_requests_by_router` ON `router_requests` (`router_id`,`id`);--> statement-breakpoint
CREATE TABLE `session_chain` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`session_id` integer NOT NULL,
	`hash` blob NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `session_chain_session_id_unique` ON `session_chain` (`session_id`);--> statement-breakpoint
CREATE TABLE `session_history` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`guest_id` integer,
	`username` text NOT NULL,
	`domain_id` integer,
	`router_id` integer NOT NULL,
	`period_start_ms` integer NOT NULL,
	`sessions` integer NOT NULL,
	`session_time_sec` integer NOT NULL,
	`upload_bytes` integer NOT NULL,
	`download_bytes` integer NOT NULL,
	`first_started_at_ms` integer NOT NULL,
	`last_ended_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `session_history_by_key` ON `session_history` (`username`,`guest_id`,`router_id`,`period_start_ms`);--> statement-breakpoint
CREATE INDEX `session_history_by_guest` ON `session_history` (`guest_id`,`period_start_ms`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`router_id` integer NOT NULL,
	`acct_session_id` text NOT NULL,
	`guest_id` integer,
	`entitlement_id` integer,
	`username` text NOT NULL,
	`mac_address` text NOT NULL,
	`started_at_ms` integer NOT NULL,
	`last_heard_at_ms` integer NOT NULL,
	`ended_at_ms` integer,
	`session_time_sec` integer DEFAULT 0 NOT NULL,
	`upload_bytes` integer DEFAULT 0 NOT NULL,
	`download_bytes` integer DEFAULT 0 NOT NULL,
	`terminate_cause` text,
	`framed_ip_address` text,
	`nas_port` integer,
	`nas_port_id` text,
	`called_station_id` text,
	`service` text,
	`interim_sec` integer NOT NULL,
	`nas_address` text,
	`sent_username` text,
	`sent_calling_station_id` text,
	`input_is_download` integer DEFAULT false NOT NULL,
	`given_back_sec` integer DEFAULT 0 NOT NULL,
	`rate_limit` text,
	`review_at_ms` integer,
	`end_try_at_ms` integer,
	`end_tries` integer DEFAULT 0 NOT NULL,
	`end_acknowledged_at_ms` integer,
	`end_reason` text,
	`end_operator` text,
	`chained` integer DEFAULT false NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `sessions_by_key` ON `sessions` (`router_id`,`acct_session_id`);--> statement-breakpoint
CREATE INDEX `sessions_by_guest` ON `sessions` (`guest_id`,`started_at_ms`);--> statement-breakpoint
CREATE INDEX `sessions_by_start` ON `sessions` (`started_at_ms`);--> statement-breakpoint
CREATE INDEX `sessions_by_mac` ON `sessions` (`mac_address`);--> statement-breakpoint
CREATE INDEX `sessions_open` ON `sessions` (`last_heard_at_ms`) WHERE "sessions"."ended_at_ms" is null;--> statement-breakpoint
CREATE INDEX `sessions_open_by_guest` ON `sessions` (`guest_id`) WHERE "sessions"."ended_at_ms" is null;--> statement-breakpoint
CREATE INDEX `sessions_open_by_entitlement` ON `sessions` (`entitlement_id`) WHERE "sessions"."ended_at_ms" is null;--> statement-breakpoint
CREATE INDEX `sessions_to_review` ON `sessions` (`review_at_ms`) WHERE "sessions"."ended_at_ms" is null and "sessions"."review_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `sessions_to_end` ON `sessions` (`end_try_at_ms`) WHERE "sessions"."ended_at_ms" is null and "sessions"."end_try_at_ms" is not null;--> statement-breakpoint
CREATE INDEX `sessions_open_by_router` ON `sessions` (`router_id`) WHERE "sessions"."ended_at_ms" is null;--> statement-breakpoint
CREATE INDEX `sessions_to_chain` ON `sessions` (`ended_at_ms`) WHERE "sessions"."ended_at_ms" is not null and "sessions"."chained" = 0;--> statement-breakpoint
CREATE TABLE `domains` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`service` text NOT NULL,
	`keep_sessions_days` integer,
	`close_sessions_after_sec` integer,
	CONSTRAINT "domain_service" CHECK("domains"."service" in ('hotspot', 'pppoe')),
	CONSTRAINT "domain_keep" CHECK(coalesce("domains"."keep_sessions_days", 1) between 1 and 36500 and coalesce("domains"."close_sessions_after_sec", 60) >= 60)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `domains_name_unique` ON `domains` (`name`);--> statement-breakpoint
CREATE TABLE `venue` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`country` text NOT NULL,
	`currency` text NOT NULL,
	`time_zone` text NOT NULL,
	`language` text NOT NULL,
	`check_out_minute` integer DEFAULT 660 NOT NULL,
	`login_host` text,
	`wifi_name` text,
	`recovery_sealed` blob NOT NULL,
	`created_at_ms` integer NOT NULL,
	CONSTRAINT "venue_only_one" CHECK("venue"."id" = 1),
	CONSTRAINT "venue_name" CHECK(length("venue"."name") between 1 and 80),
	CONSTRAINT "venue_check_out" CHECK("venue"."check_out_minute" between 0 and 1439)
) STRICT;
--> statement-breakpoint
CREATE TABLE `venue_logos` (
	`id` integer PRIMARY KEY NOT NULL,
	`png` blob NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TRIGGER `sales_no_update` BEFORE UPDATE ON `sales` BEGIN SELECT RAISE(ABORT, 'sales is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `sales_no_delete` BEFORE DELETE ON `sales` BEGIN SELECT RAISE(ABORT, 'sales is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `changes_no_update` BEFORE UPDATE ON `changes` BEGIN SELECT RAISE(ABORT, 'changes is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `changes_no_delete` BEFORE DELETE ON `changes` BEGIN SELECT RAISE(ABORT, 'changes is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `change_rows_no_update` BEFORE UPDATE ON `change_rows` BEGIN SELECT RAISE(ABORT, 'change_rows is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `change_rows_no_delete` BEFORE DELETE ON `change_rows` BEGIN SELECT RAISE(ABORT, 'change_rows is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `sessions_chained_no_update` BEFORE UPDATE ON `sessions` WHEN OLD.chained = 1 BEGIN SELECT RAISE(ABORT, 'a session in the chain never changes'); END;
--> statement-breakpoint
CREATE TRIGGER `shifts_no_delete` BEFORE DELETE ON `shifts` BEGIN SELECT RAISE(ABORT, 'shifts is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `shifts_only_close` BEFORE UPDATE ON `shifts` WHEN OLD.closed_at_ms IS NOT NULL OR NEW.id <> OLD.id OR NEW.operator_id <> OLD.operator_id OR NEW.operator_name <> OLD.operator_name OR NEW.opened_at_ms <> OLD.opened_at_ms BEGIN SELECT RAISE(ABORT, 'a shift can only be closed'); END;
--> statement-breakpoint
INSERT INTO `roles` (`id`, `name`, `level`) VALUES (1, 'Owner', 'owner'), (2, 'Manager', 'manager'), (3, 'Front desk', 'desk');
--> statement-breakpoint
INSERT INTO `domains` (`id`, `name`, `service`) VALUES (1, 'Guests', 'hotspot');
--> statement-breakpoint
CREATE VIRTUAL TABLE `guest_search` USING fts5(`username`, `display_name`, `room`, `note`, content='guests', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
CREATE TRIGGER `guest_search_insert` AFTER INSERT ON `guests` BEGIN INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`) VALUES (NEW.id, NEW.username, NEW.display_name, NEW.room, NEW.note); END;
--> statement-breakpoint
CREATE TRIGGER `guest_search_delete` AFTER DELETE ON `guests` BEGIN INSERT INTO `guest_search` (`guest_search`, rowid, `username`, `display_name`, `room`, `note`) VALUES ('delete', OLD.id, OLD.username, OLD.display_name, OLD.room, OLD.note); END;
--> statement-breakpoint
CREATE TRIGGER `guest_search_update` AFTER UPDATE OF `username`, `display_name`, `room`, `note` ON `guests` BEGIN INSERT INTO `guest_search` (`guest_search`, rowid, `username`, `display_name`, `room`, `note`) VALUES ('delete', OLD.id, OLD.username, OLD.display_name, OLD.room, OLD.note); INSERT INTO `guest_search` (rowid, `username`, `display_name`, `room`, `note`) VALUES (NEW.id, NEW.username, NEW.display_name, NEW.room, NEW.note); END;
--> statement-breakpoint
CREATE TRIGGER `session_chain_no_update` BEFORE UPDATE ON `session_chain` BEGIN SELECT RAISE(ABORT, 'session_chain is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER `session_chain_no_delete` BEFORE DELETE ON `session_chain` BEGIN SELECT RAISE(ABORT, 'session_chain is append-only'); END;
