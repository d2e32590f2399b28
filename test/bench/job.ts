/** What the measuring process asks of the load generator, and what it gets back. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface Job {
  readonly authPort: number;
  readonly acctPort: number;
  readonly secret: string;
  readonly guests: readonly Credentials[];
  readonly what: 'logins' | 'accounting' | 'mixed';
  readonly load:
    | { readonly kind: 'closed'; readonly outstanding: number }
    | { readonly kind: 'open'; readonly requestsPerSec: number }
    /** All at one instant; what is not answered is sent again, as a router does. */
    | { readonly kind: 'burst'; readonly requests: number; readonly tries: number; readonly timeoutMs: number };
  readonly seconds: number;
  /** Grows from job to job, so that counters go up and no datagram is ever sent twice. */
  readonly round: number;
}

export interface Outcome {
  /** Answers a second that were what they should be: Access-Accept or Accounting-Response. */
  readonly goodPerSec: number;
  readonly sent: number;
  readonly good: number;
  readonly rejected: number;
  readonly lost: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
  /** Of the logins alone. */
  readonly loginP99Ms: number;
  /** Highest answered Acct-Input-Octets of each session, to be looked for in the database. */
  readonly answeredOctets: Readonly<Record<string, number>>;
}
