ALTER TABLE `print_jobs` ADD `fallback_printer_id` integer;--> statement-breakpoint
ALTER TABLE `print_jobs` ADD `fallback_printer_name` text;--> statement-breakpoint
ALTER TABLE `print_jobs` ADD `fallback_reason` text;--> statement-breakpoint
ALTER TABLE `printers` ADD `fallback_id` integer REFERENCES printers(id);--> statement-breakpoint
ALTER TABLE `printers` ADD `fallback_after_sec` integer DEFAULT 0 NOT NULL CONSTRAINT "printer_fallback" CHECK("fallback_after_sec" between 0 and 300);
