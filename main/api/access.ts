/** Before a procedure runs: is the venue open, who is it, may they. After it: the outcome in the contract's words. */
import { implement, ORPCError } from '@orpc/server';
import { ValidationError } from '@orpc/contract';
import { mapSqliteError } from '../../db/faults';
import { findOperator } from '../../db/queries/operators';
import { findScope } from '../../db/queries/scope';
import type { Actor } from '../../db/write';
import { contract } from '../../preload/contract';
import { Fault, viewFault } from '../../preload/contract/faults';
import type { Refusal } from '../../preload/contract/refusals';
import { mayDo, rightsInPart, type Needed, type Right } from '../../preload/contract/rights';
import { viewRole } from '../office/roles';
import { seenBy, type OpenVenue } from '../open-venue';
import { isRefusal, refuse, sayRefusal } from '../refuse';
import type { ApiContext, Caller, SignedIn } from './caller';
import { checkReach } from './reach';
import type { Services } from './services';

/** What the handlers see besides the door: the open venue and who acts. */
export interface SignedContext extends ApiContext {
  /** As the operator sees it. Throws the refusal not-set-up or the fault that keeps the venue closed. */
  open(): OpenVenue;
  /** Undefined only for procedures anyone may call. */
  readonly operator: SignedIn | undefined;
  readonly actor: Actor;
}

export function createAccess(services: Services) {
  return implement(contract)
    .$context<ApiContext>()
    .use(async ({ context, next, procedure, path }, input) => {
      const { needed, withoutVenue, whileLocked } = procedure['~orpc'].meta;
      try {
        const open = services.open();
        if (!open && !withoutVenue) throw closed(services);
        const operator = currentOperator(open, context.caller);
        checkRight(needed, operator);
        if (context.caller.isLocked() && !whileLocked) throw refused(refuse('locked'));
        const outside = open && checkReach(open.db, operator?.scope, path.join('.'), input);
        if (outside) throw refused(outside);
        const result = await next({
          context: {
            open: () => seenBy(services.open() ?? throwError(closed(services)), operator?.scope),
            operator,
            actor: actorOf(context.caller, operator),
          },
        });
        // Whoever signed in just now belongs to this venue, also if nothing more is heard of them until it is replaced.
        noteVenue(context.caller.signedIn(), services.open());
        return result;
      } catch (error) {
        throw explain(services, path.join('.'), error);
      }
    });
}

export type Access = ReturnType<typeof createAccess>;

function throwError(error: Error): never {
  throw error;
}

function closed(services: Services): Error {
  const fault = services.faults()[0];
  if (services.phase() === 'first-run' || !fault) return refused(refuse('not-set-up'));
  return new Fault(fault.code, fault.params);
}

/** Read anew on every call: an operator who was disabled, removed or demoted a moment ago may do no more than now. */
function currentOperator(open: OpenVenue | undefined, caller: Caller): SignedIn | undefined {
  const signedIn = caller.signedIn();
  if (!signedIn || !open || caller.via === 'terminal') return signedIn;
  if (isOfAnotherVenue(signedIn, open)) {
    caller.signOut();
    return undefined;
  }
  const row = findOperator(open.db, signedIn.operatorId);
  if (!row || row.disabledAtMs !== null) {
    caller.signOut();
    return undefined;
  }
  return { operatorId: row.id, name: row.name, role: viewRole(row), scope: findScope(open.db, row.id) };
}

/** In which venue each signed-in operator was first seen: a restored one may know somebody else by the same number. */
const venueOf = new WeakMap<SignedIn, OpenVenue>();

function isOfAnotherVenue(signedIn: SignedIn, open: OpenVenue): boolean {
  return (venueOf.get(signedIn) ?? open) !== open;
}

function noteVenue(signedIn: SignedIn | undefined, open: OpenVenue | undefined): void {
  if (signedIn && open && !venueOf.has(signedIn)) venueOf.set(signedIn, open);
}

function checkRight(needed: Needed, operator: SignedIn | undefined): void {
  if (needed === 'anyone') return;
  if (!operator) throw refused(refuse('not-signed-in'));
  if (!mayDo(rightsOf(operator), needed)) throw refused(refuse('not-allowed', { needed }));
}

function rightsOf({ role, scope }: SignedIn): readonly Right[] {
  return scope === undefined ? role.rights : rightsInPart(role.rights);
}

/** Whether the caller holds one more right than the procedure asks for. */
export function may(context: SignedContext, right: Right): boolean {
  return context.operator !== undefined && mayDo(rightsOf(context.operator), right);
}

/** For what only some inputs of a procedure need. Throws the refusal not-allowed, at `field`. */
export function checkMay(context: SignedContext, right: Right, field?: string): void {
  if (!may(context, right)) throw refused(refuse('not-allowed', { needed: right }, field));
}

function actorOf(caller: Caller, operator: SignedIn | undefined): Actor {
  return { operatorId: operator?.operatorId ?? null, operatorName: operator?.name ?? '', via: caller.via };
}

/** A refusal as the contract's error REFUSED. */
export function refused(refusal: Refusal): ORPCError<'REFUSED', unknown> {
  const sentence = sayRefusal(refusal);
  return new ORPCError('REFUSED', {
    status: 409,
    message: sentence,
    data: {
      reason: refusal.reason,
      sentence,
      params: refusal.params,
      ...(refusal.field === undefined ? {} : { field: refusal.field }),
    },
  });
}

/** An outcome for the caller: refusals leave as REFUSED, everything else as it is. */
export function answer<T>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw refused(outcome);
  return outcome;
}

function faulted(fault: Fault): ORPCError<'FAULT', unknown> {
  const { code, sentence, remedy, params } = viewFault(fault.code, fault.params);
  return new ORPCError('FAULT', {
    status: 503,
    message: `${sentence} ${remedy}`,
    data: { code, sentence, remedy, params },
  });
}

/** Turns whatever a procedure threw into what the contract promises. The cause of a fault goes to the log, never out. */
function explain(services: Services, procedure: string, error: unknown): unknown {
  if (error instanceof ORPCError) {
    if (error.cause instanceof ValidationError && error.code === 'BAD_REQUEST') return refused(badInput(error.cause));
    return error;
  }
  const fault = error instanceof Fault ? error : mapSqliteError(error, services.databaseFile);
  if (fault) {
    services.logError(`${procedure}: ${fault.code}`, fault.cause);
    return faulted(fault);
  }
  services.logError(`${procedure} failed`, error);
  return faulted(new Fault('INTERNAL'));
}

/** The first thing that is wrong with the input, with the path to it. Values are not repeated: they may be secrets. */
function badInput(error: ValidationError): Refusal {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  const problem = issue?.message ?? 'it does not fit the description';
  return refuse(
    'invalid-input',
    { problem: path === '' ? problem : `${path}: ${problem}` },
    path === '' ? undefined : path,
  );
}
