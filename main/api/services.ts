/** What the procedures need of the venue around them. main/venue.ts provides it. */
import type { Feed } from '../feed';
import type { OpenVenue } from '../open-venue';
import type { RestoreInput, RestorePreview } from '../office/restore';
import type { GuessGuard } from '../office/passwords';
import type { PinGuard } from '../office/pins';
import type { SetUpInput } from '../office/set-up';
import type { SupportQuestion } from '../office/support-bundle';
import type { Rehearsal } from '../rehearsal/rehearsal';
import type { RehearsalStarter } from '../start-rehearsal';
import type { FaultView } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';

/** Start with the computer; only the desktop application has one. */
export interface LoginItem {
  readonly enabled: boolean;
  set(enabled: boolean): void;
}

export type Phase = 'first-run' | 'locked' | 'ready' | 'broken' | 'restoring';

export interface RadiusStatus {
  readonly listening: boolean;
  readonly authPort: number;
  readonly acctPort: number;
  readonly bind: readonly string[];
  readonly lastPacketAtMs: number | undefined;
}

export interface Services {
  readonly mode: 'desktop' | 'service';
  readonly demo: boolean;
  readonly version: string;
  readonly dataFolder: string;
  readonly databaseFile: string;
  phase(): Phase;
  /** The open venue; undefined unless the phase is ready. */
  open(): OpenVenue | undefined;
  /** What is wrong now, most severe first. */
  faults(): readonly FaultView[];
  radius(): RadiusStatus;
  /** Undefined in a rehearsal. */
  readonly rehearsalStarter: RehearsalStarter | undefined;
  /** Undefined in a real venue, and until the rehearsal has begun. */
  rehearsal(): Rehearsal | undefined;
  readonly feed: Feed;
  readonly guard: GuessGuard;
  readonly pinGuard: PinGuard;
  readonly loginItem: LoginItem | undefined;
  setUp(input: SetUpInput): Promise<{ readonly recoveryKey: string; readonly ownerId: number } | Refusal>;
  /** Opens a locked venue with its recovery key. */
  unlock(recoveryKey: string): Refusal | undefined;
  /** Opens and checks a backup, and changes nothing. */
  inspectBackup(input: RestoreInput): Promise<RestorePreview | Refusal>;
  /** Puts a backup in the place of the venue and opens that. */
  restoreBackup(input: RestoreInput): Promise<Refusal | undefined>;
  /** What only the main thread knows of how the program runs. */
  describeForSupport(): Promise<SupportQuestion>;
  /** For support: what went wrong inside. */
  logError(message: string, cause: unknown): void;
}
