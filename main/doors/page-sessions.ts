/** Who is signed in on which page: in memory, few, and not for ever. */
import { randomBytes } from 'node:crypto';
import type { SignedIn } from '../api/caller';

/** A long working day; whoever opens the page the next morning signs in again. */
const LONGEST_MS = 16 * 60 * 60 * 1000;
/** Pages of one computer; the oldest makes room. */
const MOST_SESSIONS = 64;
const TOKEN_BYTES = 32;

interface PageSession {
  readonly operator: SignedIn;
  readonly endsAtMs: number;
  locked: boolean;
}

export class PageSessions {
  /** By token, oldest first. */
  readonly #sessions = new Map<string, PageSession>();

  /** @param now UTC milliseconds */
  constructor(private readonly now: () => number) {}

  /** @returns a new token, 256 random bits; tokens are never used for a second sign-in */
  start(operator: SignedIn): string {
    const oldest = this.#sessions.keys().next();
    if (this.#sessions.size >= MOST_SESSIONS && !oldest.done) this.#sessions.delete(oldest.value);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.#sessions.set(token, { operator, endsAtMs: this.now() + LONGEST_MS, locked: false });
    return token;
  }

  find(token: string | undefined): SignedIn | undefined {
    return this.#get(token)?.operator;
  }

  lock(token: string | undefined): void {
    const session = this.#get(token);
    if (session) session.locked = true;
  }

  isLocked(token: string | undefined): boolean {
    return this.#get(token)?.locked ?? false;
  }

  #get(token: string | undefined): PageSession | undefined {
    const session = token === undefined ? undefined : this.#sessions.get(token);
    if (token === undefined || session === undefined) return undefined;
    if (session.endsAtMs > this.now()) return session;
    this.#sessions.delete(token);
    return undefined;
  }

  end(token: string | undefined): void {
    if (token !== undefined) this.#sessions.delete(token);
  }
}
