DROP INDEX `radius_log_by_time`;--> statement-breakpoint
DROP INDEX `sessions_open`;--> statement-breakpoint
CREATE INDEX `sessions_open` ON `sessions` (`started_at_ms`) WHERE "sessions"."ended_at_ms" is null;