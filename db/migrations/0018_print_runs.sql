ALTER TABLE `print_jobs` ADD `batch_id` integer;--> statement-breakpoint
ALTER TABLE `print_jobs` ADD `batch_serials` text;--> statement-breakpoint
ALTER TABLE `print_jobs` ADD `printed_count` integer DEFAULT 0 NOT NULL;