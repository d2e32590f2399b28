/** What the main process writes down for support. Callers never pass secrets, passwords or codes. */
export interface Log {
  info(message: string): void;
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
}
