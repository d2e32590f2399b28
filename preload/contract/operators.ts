import { z } from 'zod';
import { language, line, procedure, procedureWithoutVenue, rowId, timeMs } from './base';
import { password } from './venue';

const level = z.enum(['desk', 'manager', 'owner']);

export const operatorView = z.object({
  id: rowId,
  name: z.string(),
  level,
  language: language.optional(),
});

export const operators = {
  /** Five wrong passwords in a row slow the next tries down. */
  signIn: procedureWithoutVenue('anyone')
    .input(z.object({ name: line(60), password: z.string().min(1).max(256) }))
    .output(operatorView),
  signOut: procedureWithoutVenue('anyone').output(z.object({})),
  /** Who is signed in in this window; undefined when nobody is. */
  me: procedureWithoutVenue('anyone').output(z.object({ operator: operatorView.optional() })),
  /** Names to choose from on the sign-in screen of this PC. */
  names: procedureWithoutVenue('anyone').output(z.object({ names: z.array(z.string()) })),
  list: procedure('manager').output(
    z.object({ rows: z.array(operatorView.extend({ disabled: z.boolean(), createdAtMs: timeMs })) }),
  ),
  add: procedure('owner')
    .input(z.object({ name: line(60), password, level }))
    .output(z.object({ id: rowId, changeId: rowId })),
  update: procedure('owner')
    .input(
      z.object({ id: rowId, level: level.optional(), password: password.optional(), disabled: z.boolean().optional() }),
    )
    .output(z.object({ changeId: rowId })),
  /** For oneself: language of the windows, or a new password (the old one is asked). */
  setLanguage: procedure('desk')
    .input(z.object({ language }))
    .output(z.object({ changeId: rowId })),
  changePassword: procedure('desk')
    .input(z.object({ oldPassword: z.string().min(1).max(256), newPassword: password }))
    .output(z.object({ changeId: rowId })),
};
