import { z } from 'zod';
import { language, line, procedure, procedureWhileLocked, procedureWithoutVenue, rowId, timeMs } from './base';
import { longestPrefix } from './cards';
import { pin } from './pins';
import { rights, roleKinds } from './rights';
import { password } from './venue';

const right = z.enum(rights);

export const roleView = z.object({
  id: rowId,
  kind: z.enum(roleKinds),
  /** Of an own role; the built-in ones are named by their kind. */
  name: z.string(),
  rights: z.array(right),
});
export type RoleView = z.infer<typeof roleView>;

/** Whose guests somebody sees: of these domains (absent: all), with names that begin so (absent: any). */
const scopeView = z.object({
  domains: z.array(z.object({ id: rowId, name: z.string() })).optional(),
  prefix: z.string().optional(),
});
export type ScopeView = z.infer<typeof scopeView>;

export const operatorView = z.object({
  id: rowId,
  name: z.string(),
  role: roleView,
  language: language.optional(),
  /** Absent: everybody's. */
  sees: scopeView.optional(),
});

/** As long as the prefix of a batch: whoever is bound to it makes cards with it, too. */
export const guestPrefix = z
  .string()
  .trim()
  .min(1)
  .max(longestPrefix)
  .regex(/^[A-Za-z0-9-]*$/, 'may have letters, digits and hyphens only');
const binding = {
  /** Who looks after the operator; null: nobody. Absent at `add`: whoever adds. */
  parentId: rowId.nullable().optional(),
  /** Whose guests are seen; empty: of all domains that whoever is above sees. */
  domainIds: z.array(rowId).max(200).optional(),
  /** What the names of their guests begin with; null: nothing more than for whoever is above. */
  guestPrefix: guestPrefix.nullable().optional(),
};

/** A role by its number, or a built-in one by its kind. */
const roleOf = z.union([z.enum(['owner', 'installer', 'manager', 'desk']), rowId]);
export type RoleOf = z.infer<typeof roleOf>;

export const operators = {
  /** Five wrong passwords in a row slow the next tries down. */
  signIn: procedureWithoutVenue('anyone')
    .input(z.object({ name: line(60), password: z.string().min(1).max(256) }))
    .output(operatorView),
  signOut: procedureWithoutVenue('anyone').output(z.object({})),
  /** Who is signed in in this window, undefined when nobody is; and whether they have locked it. */
  me: procedureWithoutVenue('anyone').output(z.object({ operator: operatorView.optional(), locked: z.boolean() })),
  /** Names to choose from on the sign-in screen of this PC, and those among them to switch to by PIN. */
  names: procedureWithoutVenue('anyone').output(z.object({ names: z.array(z.string()), withPin: z.array(z.string()) })),
  /** Leaves the desk without signing out: nothing can be called but switchTo, signIn and signOut. */
  lock: procedureWhileLocked('signed-in').output(z.object({})),
  /**
   * Whoever has this PIN goes on at this door, locked or not. Only where somebody is signed in: a day begins with a
   * password. Refused: no-pin, wrong-pin, pin-slow-down; pin-needs-password until the operator signs in with it.
   */
  switchTo: procedureWhileLocked('signed-in')
    .input(z.object({ name: line(60), pin: z.string().min(1).max(16) }))
    .output(operatorView),
  /** Whoever sees a part of the venue only: themselves and everybody below. */
  list: procedure('venue').output(
    z.object({
      rows: z.array(
        operatorView.extend({
          disabled: z.boolean(),
          hasPin: z.boolean(),
          createdAtMs: timeMs,
          parentId: rowId.optional(),
          /** What is written of this operator alone; `sees` is what that and everybody above leave. */
          domainIds: z.array(rowId),
          guestPrefix: z.string().optional(),
        }),
      ),
    }),
  ),
  /**
   * Refused: a role with rights the caller does not have, an owner made by somebody who is none, or somebody who would see
   * more than the caller or the parent.
   */
  add: procedure('operators')
    .input(z.object({ name: line(60), password, role: roleOf, ...binding }))
    .output(z.object({ id: rowId, changeId: rowId })),
  /**
   * Refused like `add`, for the role they had as well as for the new one; and what oneself sees. Whoever is below somebody
   * who is disabled is below the next one above from then on, and sees no more than before.
   */
  update: procedure('operators')
    .input(
      z.object({
        id: rowId,
        role: roleOf.optional(),
        password: password.optional(),
        /** Null takes it away. */
        pin: pin.nullable().optional(),
        disabled: z.boolean().optional(),
        ...binding,
      }),
    )
    .output(z.object({ changeId: rowId })),
  /** For oneself: language of the windows, or a new password (the old one is asked). */
  setLanguage: procedure('signed-in')
    .input(z.object({ language }))
    .output(z.object({ changeId: rowId })),
  changePassword: procedure('signed-in')
    .input(z.object({ oldPassword: z.string().min(1).max(256), newPassword: password }))
    .output(z.object({ changeId: rowId })),
  /** For oneself; the password is asked. Null takes the PIN away. */
  setPin: procedure('signed-in')
    .input(z.object({ password: z.string().min(1).max(256), pin: pin.nullable() }))
    .output(z.object({ changeId: rowId })),
  /** Built-in and own roles, with how many operators have each. */
  roles: procedure('venue').output(z.object({ rows: z.array(roleView.extend({ operators: z.int() })) })),
  /** An own role of single rights; none the caller does not have. */
  addRole: procedure('operators')
    .input(z.object({ name: line(60), rights: z.array(right).max(rights.length) }))
    .output(z.object({ id: rowId, changeId: rowId })),
  /** Counts from the next call of everybody who has the role. */
  updateRole: procedure('operators')
    .input(z.object({ id: rowId, name: line(60).optional(), rights: z.array(right).max(rights.length).optional() }))
    .output(z.object({ changeId: rowId })),
  /** Refused while operators have it. */
  removeRole: procedure('operators')
    .input(z.object({ id: rowId }))
    .output(z.object({ changeId: rowId })),
};
