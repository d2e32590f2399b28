/**
 * Every "no" that is not a fault. The English sentence here is what the terminal and the log print; windows translate
 * by reason (renderer/text, key `refusal.<reason>`). `{name}` is filled from params.
 */
export const refusals = {
  'invalid-input': 'The input is not valid: {problem}.',
  'not-signed-in': 'Sign in first.',
  'not-allowed': 'Your role may not do this: the right "{needed}" is needed.',
  'not-set-up': 'The venue is not set up yet.',
  'already-set-up': 'The venue is set up already.',
  'wrong-password': 'Name or password is wrong.',
  'slow-down': 'Too many wrong passwords. Try again in {seconds} s.',
  'wrong-recovery-key': 'This recovery key does not open this venue.',
  'name-taken': '{what} "{name}" exists already.',
  'address-taken': 'The address {address} belongs to the router "{name}" already.',
  'hot-key-taken': 'F{key} belongs to the product "{name}" already.',
  'not-found': '{what} {id} does not exist.',
  'in-use': '{what} is still used by {by}.',
  'product-retired': 'The product "{name}" is no longer sold.',
  'check-out-past': 'Check-out would be in the past.',
  'end-past': 'The end would be in the past.',
  'guest-erased': 'This belongs to a guest whose personal data has been erased, so it stays as it is.',
  'no-own-password': 'This guest has no password of their own.',
  'holds-nothing': 'The guest holds no product.',
  'not-until-check-out': '"{name}" does not end at check-out, so it cannot be extended by nights.',
  'entitlement-used': '"{name}" has been used already, so it cannot be removed.',
  'not-last-entitlement': 'Only the last product a guest holds can be removed.',
  'not-online': 'The guest is not online.',
  'already-dissociated': 'The device {mac} is dissociated already.',
  'not-dissociated': 'The device {mac} is not dissociated there, so there is nothing to allow again.',
  'no-such-device': 'The guest has not used this device.',
  'domain-in-use': 'The domain "{name}" still has guests ({count}).',
  'domain-has-batches': 'Batches of cards or vouchers were made for the domain "{name}".',
  'domain-has-texts': 'Guests have accepted texts of the domain "{name}": what they agreed to is kept.',
  'text-superseded': 'Version {number} is superseded: a translation is added to the one that holds now.',
  'translation-there':
    'Version {number} has this language already. What is published never changes: publish a new version.',
  'last-domain': 'The venue needs at least one domain.',
  'last-owner': 'The venue needs at least one owner.',
  'owners-only': 'Only an owner may add or change an owner.',
  'more-than-own': 'Nobody gives rights they do not have themselves: {right}.',
  'built-in-role': 'This role comes with Gatehouse and cannot be changed.',
  'too-many-roles': 'There are {most} roles already. Remove one that nobody has.',
  'role-in-use': '{count} operators still have the role "{name}".',
  'changed-since': 'This cannot be undone: it has been changed since by "{label}" ({operator}, change {changeId}).',
  'already-undone': 'This change is undone already.',
  'not-undone': 'This change is not undone, so there is nothing to redo.',
  'not-undoable': 'An undo or redo is not undone itself: use redo or undo on change {changeId}.',
  'price-needs-reason': 'Another price, or a free ticket, needs a reason.',
  'taken-back-since':
    'This press sold "{name}" already, and it has been taken back since. Press again to sell it anew.',
  'shift-open': 'Your shift is open already, with its float.',
  'shift-closed': 'This shift is closed: nothing can be added to it any more.',
  'shift-moved-on': 'Something was sold or taken back while you were counting. Look at the new sum, then close.',
  'difference-needs-note': 'The drawer does not hold what it should. Say in a word or two why, then close.',
  'drawer-too-small': 'There is not that much cash in the drawer.',
  'no-printer': 'No printer is set up. Add one, or print from the screen.',
  'not-in-service-mode': 'A system printer can only be used from the desktop application.',
  'only-desktop': 'Only the desktop application can do this.',
  'job-not-waiting': 'This print job is {state} and cannot be changed any more.',
  'work-stopped': 'This was stopped before it was finished. Nothing of it is left.',
  'work-busy': 'Gatehouse already has {count} tasks of this kind to do. Wait until one of them is finished.',
  'no-such-folder': 'There is no folder {folder} on this computer.',
  'folder-of-data':
    'The folder {folder} belongs to the venue itself. Choose one on another drive, so that both are not lost together.',
  'codes-too-short': 'With {count} codes of this length guessing would find one. Take at least {least} symbols.',
  'needs-selling': '"{name}" ends at check-out, which only the desk knows: such cards have to be sold at the desk.',
  'card-sold': 'This card has been sold already.',
  'card-needs-no-sale': 'This card may be used as it is: it needs no sale.',
  'card-not-sold': 'This card has not been sold yet.',
  'card-suspended': 'This card is suspended: release it first.',
  'card-expired': 'The last day to sell this card is over.',
  'card-withdrawn': 'This card was deleted with the unused ones of its batch.',
  'voucher-unknown': 'Nobody has made a voucher with this code.',
  'voucher-used': 'This voucher has been redeemed already.',
  'voucher-void': 'This voucher is worth nothing: it was suspended, deleted, or its last day is over.',
  'voucher-for-other': 'This voucher pays for "{name}".',
  'no-rehearsal': 'This is a real venue. Only in a rehearsal can this be done.',
  'in-rehearsal': 'This is a rehearsal already.',
  'not-now': 'The guest cannot do this now.',
  'not-a-backup': '{file} is not a backup of Gatehouse.',
  'backup-damaged': 'The backup {file} is damaged. Take another one.',
  'recovery-key-needed':
    'This backup is sealed with another key than this venue’s. Enter the recovery key it was made with.',
  'other-venue': 'This backup is of another venue, "{name}". Open it in a data folder of its own (--data).',
  'not-while-ready': 'There is a venue here: sign in as its owner and restore from there.',
  'codes-used-up': 'All codes of this length are used up. Choose a longer code for the product "{name}".',
} as const satisfies Record<string, string>;

export type RefusalReason = keyof typeof refusals;
export const refusalReasons = Object.keys(refusals) as [RefusalReason, ...RefusalReason[]];

/** A "no": returned, or thrown inside main and turned into REFUSED at the door. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  readonly params: Readonly<Record<string, string | number>>;
  readonly field?: string;
}
