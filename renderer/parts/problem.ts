/** What went wrong, in the words of the screen's language. */
import { ORPCError } from '@orpc/client';
import i18next from 'i18next';
import { viewFault, type FaultCode, type FaultView, type TextParams } from '../../preload/contract/faults';
import type { RefusalReason } from '../../preload/contract/refusals';
import type { TextKey } from '../text';

export interface Problem {
  /** refused: the answer is no; fault: something is broken; gone: Gatehouse does not answer. */
  readonly kind: 'refused' | 'fault' | 'gone';
  readonly sentence: string;
  readonly remedy?: string;
  /** Input field the refusal is about, dotted path. */
  readonly field?: string;
  readonly reason?: RefusalReason;
  readonly code?: FaultCode;
  readonly params: TextParams;
}

interface RefusedData {
  readonly reason: RefusalReason;
  readonly sentence: string;
  readonly field?: string;
  readonly params?: TextParams;
}

interface ValidationData {
  readonly issues?: readonly { readonly path?: readonly (string | number)[]; readonly message: string }[];
}

function hasText(key: string): boolean {
  return i18next.exists(key);
}

/** Translates a key that is made at run time; `fallback` (the server's English) where this language lacks it. */
export function textOr(key: string, fallback: string, params: TextParams = {}): string {
  const known = key as TextKey;
  return hasText(key) ? i18next.t(known, { ...params }) : fallback;
}

/**
 * Words that main made in English with details in them (a log's reason, a router's problem): as they are in English, in
 * other languages the sentence of the key, which lacks the details.
 */
export function serverText(key: string, english: string): string {
  return i18next.language === 'en' ? english : textOr(key, english);
}

/** The sentence of a run-time key with its places still open; undefined where no language has it. */
export function rawText(key: string): string | undefined {
  const known = key as TextKey;
  return hasText(key) ? i18next.t(known, { skipInterpolation: true }) : undefined;
}

/** Of every key that begins so, by what follows. English has them all. */
export function rawTexts(prefix: string): Record<string, string> {
  const english = i18next.getResourceBundle('en', 'translation') as Record<string, string>;
  const keys = Object.keys(english).filter((key) => key.startsWith(prefix));
  return Object.fromEntries(keys.map((key) => [key.slice(prefix.length), rawText(key)!]));
}

/** A fault as venue.status, a printer or a print job reports it, in this window's language. */
export function faultText(fault: FaultView): { readonly sentence: string; readonly remedy: string } {
  return {
    sentence: textOr(`fault.${fault.code}.sentence`, fault.sentence, fault.params),
    remedy: textOr(`fault.${fault.code}.remedy`, fault.remedy, fault.params),
  };
}

/** Any error of a call as something to show: refusals and faults by their table, everything else as one of two. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ORPCError)) return goneProblem();
  if (error.code === 'REFUSED') return refusedProblem(error.data as RefusedData);
  if (error.code === 'FAULT') return faultProblem(error.data as FaultView);
  if (error.code === 'BAD_REQUEST') return invalidProblem(error.data as ValidationData | undefined);
  return faultProblem(viewFault('INTERNAL'));
}

/** Values that are words of the venue's own, in this window's language: a role, a print job's state, a kind of thing. */
function inOurWords(params: TextParams): TextParams {
  const { needed, right, state, what } = params;
  return {
    ...params,
    ...(needed !== undefined && { needed: textOr(`right.${needed}`, String(needed)) }),
    ...(right !== undefined && { right: textOr(`right.${right}`, String(right)) }),
    ...(state !== undefined && { state: textOr(`print-jobs.state-${state}`, String(state)) }),
    ...(what !== undefined && { what: textOr(`thing.${what}`, String(what)) }),
  };
}

function refusedProblem(data: RefusedData): Problem {
  return {
    kind: 'refused',
    sentence: textOr(`refusal.${data.reason}`, data.sentence, inOurWords(data.params ?? {})),
    reason: data.reason,
    params: data.params ?? {},
    ...(data.field !== undefined && { field: data.field }),
  };
}

function faultProblem(fault: FaultView): Problem {
  return { kind: 'fault', ...faultText(fault), code: fault.code, params: fault.params };
}

function invalidProblem(data: ValidationData | undefined): Problem {
  const issue = data?.issues?.[0];
  return {
    kind: 'refused',
    sentence: i18next.t('refusal.invalid-input', { problem: issue?.message ?? '?' }),
    reason: 'invalid-input',
    params: {},
    ...(issue?.path && issue.path.length > 0 && { field: issue.path.join('.') }),
  };
}

/** The connection itself failed: the page's server is closed, or the window lost its port. */
function goneProblem(): Problem {
  return { kind: 'gone', sentence: i18next.t('gone.sentence'), remedy: i18next.t('gone.remedy'), params: {} };
}
