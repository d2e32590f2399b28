/** What an operator did, in one English sentence per action. Windows translate by action (renderer/text). */
import { fillText } from '../preload/contract/faults';

/** `{name}` is filled from the change's params; a part in [brackets] is left out when its param is not there. */
export const changeLabels = {
  'set-up-venue': 'Set up the venue {name}',
  'update-venue': 'Changed the venue settings',
  'set-backup-folder': 'Changed the folder of backups',
  'set-logo': 'Changed the logo on tickets',
  'add-operator': 'Added the operator {name}',
  'update-operator': 'Changed the operator {name}',
  'add-role': 'Added the role {name}',
  'update-role': 'Changed the role {name}',
  'remove-role': 'Removed the role {name}',
  'change-password': 'Changed the password of {name}',
  'set-pin': 'Changed the PIN of {name}',
  'remove-pin': 'Removed the PIN of {name}',
  'set-language': 'Changed the language of {name}',
  'add-router': 'Added the router {name}',
  'update-router': 'Changed the router {name}',
  'remove-router': 'Removed the router {name}',
  'add-product': 'Added the product {name}',
  'update-product': 'Changed the product {name}',
  'retire-product': 'Took the product {name} off the desk',
  'put-product-back': 'Put the product {name} back on the desk',
  'move-product': 'Moved the tile of {name}',
  'pin-product': 'Made {name} a favourite of the desk',
  'unpin-product': 'Made {name} no favourite any more',
  'hide-product': 'Hid the tile of {name}',
  'show-product': 'Showed the tile of {name} again',
  'add-starter-products': 'Added {count} starter products',
  'add-guest': 'Added the guest {name}',
  'update-guest': 'Changed the guest {name}',
  'lock-guest': 'Locked the guest {name}',
  'unlock-guest': 'Unlocked the guest {name}',
  'sell-ticket': 'Sold {quantity} × {product}[ for room {room}]',
  recharge: 'Recharged {name} with {product}',
  'extend-nights': 'Extended {name} by {nights} nights',
  'remove-entitlement': 'Took {product} from {name}',
  'set-end': 'Changed the end of {product} of {name}',
  'add-device': 'Let in the device {name} by its address',
  'import-guests': 'Imported {added} new and {changed} changed guests from {file}',
  'remove-guest': 'Removed the guest {name}',
  'erase-guest': 'Erased the personal data of {name}',
  'export-addresses': 'Exported {count} addresses for mailing[ ({filters})]',
  'export-own-data': 'Exported all that is held of guest {id}',
  'set-guest-attributes': 'Changed the RADIUS attributes of {name}',
  'set-guest-network': 'Changed the network settings of {name}',
  'set-guest-person': 'Changed the personal data of {name}',
  'set-guest-photo': 'Changed the photo of {name}',
  'set-guest-password': 'Changed the password of the guest {name}',
  'dissociate-device': 'Dissociated the device {mac}[ from {name}]',
  'reassociate-device': 'Allowed the device {mac} again[ for {name}]',
  'swap-device': 'Forgot the device {mac} of {name}',
  'add-domain': 'Added the domain {name}',
  'update-domain': 'Changed the domain {name}',
  'remove-domain': 'Removed the domain {name}',
  'update-retention': 'Changed how long data is kept',
  'forget-old-data':
    'Forgot what was over: {lines} lines of the log, {months} months of guests, {consents} consents, {days} days in reports[, the personal data of {persons} guests]',
  'publish-terms': 'Published version {number} of the terms[ of {name}]',
  'publish-privacy': 'Published version {number} of the privacy notice[ of {name}]',
  'publish-marketing': 'Published version {number} of the marketing consent[ of {name}]',
  'add-translation': 'Added a translation ({language}) to version {number} of a text',
  'make-cards': 'Made {count} cards of {product} ({name})',
  'make-vouchers': 'Made {count} vouchers of {product} ({name})',
  'update-batch': 'Changed the batch {name}',
  'change-cards': 'Gave {count} unsold of {name} another product: {product}',
  'suspend-batch': 'Suspended {from} to {till} of the batch {name}',
  'release-batch': 'Released the batch {name}',
  'delete-unused': 'Deleted the unused of the batch {name}',
  'sell-card': 'Sold the card {serial} of {name}[ for room {room}]',
  'add-ticket-template': 'Added the ticket {name}',
  'update-ticket-template': 'Changed the ticket {name}',
  'set-default-ticket-template': 'Tickets look like {name} from now on',
  'set-built-in-ticket-template': 'Tickets look as Gatehouse makes them from now on',
  'remove-ticket-template': 'Removed the ticket {name}',
  'add-printer': 'Added the printer {name}',
  'update-printer': 'Changed the printer {name}',
  'remove-printer': 'Removed the printer {name}',
} as const satisfies Record<string, string>;

export type ChangeAction = keyof typeof changeLabels;
export type ChangeParams = Readonly<Record<string, string | number>>;

/** The sentence of a change. An action of another version of this program is shown by its name. */
export function labelChange(action: string, params: ChangeParams): string {
  const label: string | undefined = Object.hasOwn(changeLabels, action)
    ? changeLabels[action as ChangeAction]
    : undefined;
  return label === undefined ? action : fillLabel(label, params);
}

/** A sentence as in the table above, of any language, with what was done. */
export function fillLabel(label: string, params: ChangeParams): string {
  return fillText(dropEmptyParts(label, params), params);
}

function dropEmptyParts(label: string, params: ChangeParams): string {
  return label.replace(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_, part: string, name: string) =>
    Object.hasOwn(params, name) ? part : '',
  );
}
