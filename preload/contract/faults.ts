/** The fault table: everything that can break in a venue, with the sentence and the remedy the operator reads. */
export interface FaultText {
  /** One sentence; `{name}` is filled from params. */
  readonly sentence: string;
  readonly remedy: string;
}

export const faults = {
  PORT_IN_USE: {
    sentence: 'Another program already uses the {role} port {port}/{protocol}.',
    remedy: 'Stop the other program (often another RADIUS server), or start Gatehouse with another {option}.',
  },
  PORT_NOT_ALLOWED: {
    sentence: 'This computer does not let Gatehouse listen on {address} port {port}.',
    remedy: 'Check the --bind address and the firewall or permissions of this computer.',
  },
  RADIUS_STOPPED: {
    sentence: 'The RADIUS server stopped unexpectedly.',
    remedy: 'It is being started again. If this stays, restart Gatehouse and send the log to support.',
  },
  DATABASE_DAMAGED: {
    sentence: 'The database file {file} is damaged.',
    remedy:
      'Do not delete anything. Copy the data folder to a USB drive, then restore the newest copy from its "copies" folder.',
  },
  DATABASE_NEWER: {
    sentence: 'The database was written by a newer Gatehouse.',
    remedy: 'Install the newest Gatehouse, or open another data folder with --data.',
  },
  UPDATE_DISK_FULL: {
    sentence: 'The disk is too full to bring the data up to date; nothing of it was changed.',
    remedy: 'Free {neededMb} MB on the disk that holds {folder}, then start Gatehouse again.',
  },
  UPDATE_FAILED: {
    sentence: 'The data could not be brought up to date; nothing of it was changed.',
    remedy:
      'Install the Gatehouse that was here before: it opens the data as it is. Send the log to support. A copy made before lies in {copy}.',
  },
  DATABASE_LOCKED: {
    sentence: 'Another program holds the database.',
    remedy: 'Close the program that has the file open (a backup or a database browser) and try again.',
  },
  DISK_FULL: {
    sentence: 'The disk is full.',
    remedy: 'Free some space on the disk that holds {folder}; sales and accounting wait until then.',
  },
  FOLDER_READ_ONLY: {
    sentence: 'Gatehouse may not write to {folder}.',
    remedy: 'Give this user the right to write there, or choose another folder with --data.',
  },
  DISK_NEARLY_FULL: {
    sentence: 'The disk of Gatehouse is nearly full: {freeMb} MB are left.',
    remedy: 'Free some space on the disk that holds {folder}, before sales and accounting have to wait.',
  },
  DISK_LOW: {
    sentence: 'The disk of Gatehouse has {freeMb} MB left.',
    remedy: 'It goes on working. Free some space on the disk that holds {folder} in the next days.',
  },
  BACKUP_DISK_NEARLY_FULL: {
    sentence: 'The backups in {folder} have only {freeMb} MB left.',
    remedy: 'The next backup may not fit: free some space there, or choose another folder in Backup.',
  },
  BACKUP_DISK_LOW: {
    sentence: 'The backups in {folder} have {freeMb} MB left.',
    remedy: 'That is enough for some nights. Free some space there, or choose another folder in Backup.',
  },
  BACKUP_FAILED: {
    sentence: 'The last backup did not succeed.',
    remedy: 'Open Backup to see why, and press "Back up now".',
  },
  BACKUP_DRIVE_MISSING: {
    sentence: 'The last backup could not be brought to {folder}.',
    remedy: 'Plug the drive in: the backup is brought there by itself. Or choose another folder in Backup.',
  },
  KEY_LOCKED: {
    sentence: 'The key of this venue cannot be read on this computer or by this user.',
    remedy: 'Enter the recovery key that was shown when the venue was set up.',
  },
  KEY_MISSING: {
    sentence: 'The key file of this venue is missing.',
    remedy: 'Enter the recovery key that was shown when the venue was set up.',
  },
  VENUE_NOT_RUNNING: {
    sentence: 'No Gatehouse is running for {folder}.',
    remedy: 'Start it with "npm start" (or open the application), or name another folder with --data.',
  },
  FOLDER_HOLDS_REHEARSAL: {
    sentence: 'The folder {folder} holds a rehearsal, not a venue.',
    remedy: 'Start Gatehouse with --demo to rehearse, or name the folder of your venue with --data.',
  },
  FOLDER_HOLDS_VENUE: {
    sentence: 'The folder {folder} holds a real venue, and nobody rehearses in one.',
    remedy: 'Leave out --demo to open the venue, or name another folder for the rehearsal with --data.',
  },
  REHEARSAL_NOT_STARTED: {
    sentence: 'The rehearsal did not start.',
    remedy: 'Try once more. If it happens again, look into the log in {folder}, or remove that folder to begin anew.',
  },
  PRINTER_UNREACHABLE: {
    sentence: 'The printer "{printer}" does not answer.',
    remedy: 'Check that it is switched on and connected, then press Reprint. The sale is safe.',
  },
  PRINTER_NO_PAPER: {
    sentence: 'The printer "{printer}" is out of paper.',
    remedy: 'Put in a new roll, then press Reprint. The sale is safe.',
  },
  PRINTER_COVER_OPEN: {
    sentence: 'The cover of the printer "{printer}" is open.',
    remedy: 'Close the cover, then press Reprint. The sale is safe.',
  },
  PRINTER_NOT_FOUND: {
    sentence: 'The printer "{printer}" is no longer known to this computer.',
    remedy: 'Plug it in again or choose another printer, then press Reprint. The sale is safe.',
  },
  PRINTER_TIMEOUT: {
    sentence: 'The printer "{printer}" did not finish in time.',
    remedy: 'Check the printer and its queue, then press Reprint. The sale is safe.',
  },
  PRINTER_INTERRUPTED: {
    sentence: 'The printer "{printer}" broke off in the middle of a ticket.',
    remedy: 'Look whether the ticket came out whole; if not, press Reprint. The sale is safe.',
  },
  PRINTER_NOT_HERE: {
    sentence: 'The printer "{printer}" can only be used from the desktop application.',
    remedy: 'Open the desktop application, or print this ticket from the screen.',
  },
  TICKET_QR_UNREADABLE: {
    sentence: 'The QR code of this ticket could not be read back, so it was not printed.',
    remedy: 'Check the login host and Wi-Fi name in the venue settings for very long values, then press Reprint.',
  },
  INTERNAL: {
    sentence: 'Something went wrong inside Gatehouse.',
    remedy: 'Try once more. If it happens again, send the log file to support.',
  },
} as const satisfies Record<string, FaultText>;

/** Amber: nothing stands still yet, and there are days to see to it. All others are red. */
export const warningCodes: readonly (keyof typeof faults)[] = ['DISK_LOW', 'BACKUP_DISK_LOW'];

export type FaultCode = keyof typeof faults;
export const faultCodes = Object.keys(faults) as [FaultCode, ...FaultCode[]];
export type TextParams = Readonly<Record<string, string | number>>;

/** Fills `{name}` places; a place without a value stays visible, so that it is noticed. */
export function fillText(text: string, params: TextParams = {}): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in params ? String(params[name]) : place));
}

/** Thrown where something is broken; caught once per edge (window, terminal, thread). `cause` is for the log only. */
export class Fault extends Error {
  constructor(
    readonly code: FaultCode,
    readonly params: TextParams = {},
    options?: { readonly cause?: unknown },
  ) {
    super(`${code}: ${fillText(faults[code].sentence, params)}`, options);
    this.name = 'Fault';
  }
}

/** A fault as the windows and the terminal show it. */
/** While one of these stands, no router is heard. */
export const radiusFaultCodes: readonly FaultCode[] = ['PORT_IN_USE', 'PORT_NOT_ALLOWED', 'RADIUS_STOPPED'];

export interface FaultView {
  readonly code: FaultCode;
  readonly sentence: string;
  readonly remedy: string;
  readonly params: TextParams;
}

export function viewFault(code: FaultCode, params: TextParams = {}): FaultView {
  return {
    code,
    sentence: fillText(faults[code].sentence, params),
    remedy: fillText(faults[code].remedy, params),
    params,
  };
}
