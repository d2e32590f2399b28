/** What an operator may do, one thing at a time; roles are sets of these. Screens show them in the order and groups here. */

export const rightGroups = {
  desk: ['guests', 'sell', 'recharge', 'extend', 'print', 'reprint', 'set-end', 'price-override', 'free-ticket'],
  guests: ['edit-guests', 'lock', 'disconnect', 'devices', 'block-devices', 'see-passwords', 'cards', 'erase'],
  control: ['undo-own', 'undo-others', 'shifts', 'reports', 'export', 'marketing-export', 'sessions', 'connection-log'],
  office: ['products', 'domains', 'printers', 'venue', 'operators', 'import', 'back-up', 'restore'],
  technical: ['radius-log', 'routers', 'technical'],
} as const;

export type RightGroup = keyof typeof rightGroups;
export type Right = (typeof rightGroups)[RightGroup][number];

export const rights = Object.values(rightGroups).flat() as [Right, ...Right[]];

/** `own`: made by the venue from single rights; the others come with the program. */
export const roleKinds = ['owner', 'installer', 'manager', 'desk', 'own'] as const;
export type RoleKind = (typeof roleKinds)[number];
export type BuiltInRole = Exclude<RoleKind, 'own'>;

const deskRights: readonly Right[] = [
  ...(['guests', 'sell', 'recharge', 'extend', 'print', 'reprint', 'edit-guests', 'lock', 'disconnect'] as const),
  ...(['devices', 'cards', 'undo-own', 'reports', 'radius-log'] as const),
];

/** The customer of Icaro: runs the venue, sees everything in it, and leaves its technical settings to the installer. */
const managerRights: readonly Right[] = [
  ...deskRights,
  ...(['set-end', 'price-override', 'free-ticket', 'block-devices', 'see-passwords', 'erase', 'undo-others'] as const),
  ...(['shifts', 'export', 'marketing-export', 'sessions', 'connection-log'] as const),
  ...(['products', 'domains', 'printers', 'venue', 'import', 'back-up', 'routers'] as const),
];

/**
 * What the roles that come with the program may do. Owner and installer may do the same; an installer cannot make, change
 * or shut out an owner.
 */
export const builtInRights: Readonly<Record<BuiltInRole, readonly Right[]>> = {
  owner: rights,
  installer: rights,
  manager: managerRights,
  desk: deskRights,
};

/** What a role may do: fixed for a built-in one; of an own one whatever this program still knows. */
export function rightsOf(kind: RoleKind, own: readonly string[]): readonly Right[] {
  return kind === 'own' ? rights.filter((right) => own.includes(right)) : builtInRights[kind];
}

/** What concerns everybody in the venue: of no use to whoever sees the guests of a part of it only. */
export const wholeVenueRights: readonly Right[] = ['products', 'domains', 'routers', 'back-up', 'restore'];

/** Of these rights those that mean something to whoever sees a part of the venue only. */
export function rightsInPart(held: readonly Right[]): readonly Right[] {
  return held.filter((right) => !wholeVenueRights.includes(right));
}

/** Who may call a procedure: anyone at all, whoever is signed in, or the holders of one right. */
export type Needed = 'anyone' | 'signed-in' | Right;

/** Whether somebody with these rights may do what needs `needed`. */
export function mayDo(held: readonly Right[], needed: Needed): boolean {
  return needed === 'anyone' || needed === 'signed-in' || held.includes(needed);
}
