/** The log that support asks for: a file in the data folder, bounded, with warnings also on the terminal. */
import electronLog from 'electron-log/node';
import { join } from 'node:path';
import type { Log } from './log';

/** electron-log keeps one older file beside it, so this is half of what the log may take. */
const MOST_FILE_BYTES = 5_000_000;

/** Where the log of this data folder is; named in sentences for the operator. */
export function logFileOf(dataFolder: string): string {
  return join(dataFolder, 'logs', 'gatehouse.log');
}

/** All that there is of it, the older file first: electron-log renames what is full. */
export function logFilesOf(dataFolder: string): readonly string[] {
  return [join(dataFolder, 'logs', 'gatehouse.old.log'), logFileOf(dataFolder)];
}

/** Opens the log of this data folder. Writing is synchronous, so that the last line before a crash is there. */
export function openLog(dataFolder: string): Log {
  const logger = electronLog.create({ logId: 'gatehouse' });
  logger.transports.file.resolvePathFn = () => logFileOf(dataFolder);
  logger.transports.file.maxSize = MOST_FILE_BYTES;
  logger.transports.file.level = 'info';
  // Information belongs into the file; what the console shows is for whoever started Gatehouse in a terminal.
  logger.transports.console.level = 'warn';
  return {
    info: (message) => logger.info(message),
    warn: (message, cause) => logger.warn(...withCause(message, cause)),
    error: (message, cause) => logger.error(...withCause(message, cause)),
  };
}

function withCause(message: string, cause: unknown): readonly unknown[] {
  return cause === undefined ? [message] : [message, cause];
}
