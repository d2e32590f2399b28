/** Every call a window, the terminal or another program can make. */
import { application } from './application';
import { attributes } from './attributes';
import { backup } from './backup';
import { cards } from './cards';
import { desk } from './desk';
import { devices } from './devices';
import { domains } from './domains';
import { entitlements } from './entitlements';
import { guestFiles } from './guest-files';
import { guests } from './guests';
import { history } from './history';
import { legal } from './legal';
import { marketing } from './marketing';
import { operators } from './operators';
import { printers, tickets } from './printers';
import { products } from './products';
import { radius } from './radius';
import { radiusLog } from './radius-log';
import { reports } from './reports';
import { rehearsal } from './rehearsal';
import { retention } from './retention';
import { routers } from './routers';
import { sessions } from './sessions';
import { shifts } from './shifts';
import { support } from './support';
import { ticketTemplates } from './ticket-templates';
import { venue } from './venue';
import { work } from './work';

export const contract = {
  venue,
  operators,
  routers,
  products,
  guests,
  guestFiles,
  attributes,
  desk,
  cards,
  devices,
  domains,
  entitlements,
  sessions,
  shifts,
  radius,
  radiusLog,
  reports,
  rehearsal,
  retention,
  history,
  legal,
  marketing,
  printers,
  tickets,
  ticketTemplates,
  backup,
  support,
  work,
  application,
};
export type Contract = typeof contract;
