ALTER TABLE `operators` ADD `pin_hash` text;--> statement-breakpoint
ALTER TABLE `venue` ADD `lock_after_min` integer DEFAULT 5 NOT NULL CONSTRAINT "venue_lock_after" CHECK("lock_after_min" between 0 and 720);
