import type { Topic } from '../preload/contract/application';
import type { CallName } from './api';

/** Which news make an answer stale. Calls that are not here are asked again at every news. */
const staleBy: Partial<Record<CallName, readonly Topic[]>> = {
  'venue.status': ['status', 'packets', 'venue', 'routers', 'printers'],
  'venue.logo': ['venue'],
  'operators.me': ['operators'],
  'operators.names': ['operators'],
  'operators.list': ['operators'],
  'operators.roles': ['operators'],
  'routers.list': ['routers', 'status', 'sessions'],
  'routers.asking': ['routers', 'status'],
  'routers.commands': ['routers'],
  'products.list': ['products', 'venue'],
  'products.starters': ['venue'],
  'products.preview': ['venue', 'routers'],
  'products.previewTicket': ['venue', 'routers'],
  'products.impact': ['products', 'guests'],
  'guests.find': ['guests', 'sessions', 'tickets'],
  'guests.list': ['guests', 'sessions', 'tickets'],
  'guests.sales': ['tickets', 'history'],
  'guests.history': ['history'],
  'guests.person': ['guests'],
  'guests.photo': ['guests'],
  'guests.password': ['guests'],
  'guests.get': ['guests', 'sessions', 'tickets'],
  'devices.dissociated': ['guests'],
  'devices.bypassed': ['guests', 'sessions'],
  'domains.list': ['venue', 'guests'],
  'domains.oldSessions': ['sessions', 'venue'],
  'retention.get': ['venue'],
  'retention.oldPersons': ['guests', 'venue'],
  'legal.list': ['venue'],
  'legal.get': ['venue', 'guests'],
  'legal.current': ['venue'],
  'marketing.count': ['guests', 'products', 'venue'],
  'entitlements.list': ['guests', 'tickets', 'sessions'],
  'guests.settings': ['guests'],
  'desk.tickets': ['tickets', 'guests', 'sessions', 'printers'],
  'sessions.list': ['sessions'],
  'shifts.current': ['shifts', 'tickets', 'venue'],
  'shifts.get': ['shifts', 'tickets', 'venue'],
  'shifts.list': ['shifts', 'tickets', 'venue'],
  'radius.doctor': ['radius-log', 'routers', 'sessions', 'status'],
  'radiusLog.list': ['radius-log'],
  'radiusLog.packets': [],
  'history.list': ['history'],
  'history.authors': ['operators'],
  'history.details': ['history'],
  'reports.dashboard': ['work', 'tickets', 'sessions', 'venue'],
  'reports.usage': ['work', 'venue'],
  'reports.batches': ['cards', 'tickets', 'sessions', 'venue'],
  'reports.sales': ['work', 'tickets', 'venue'],
  'printers.list': ['printers', 'status'],
  'printers.available': ['printers'],
  'printers.jobs': ['printers', 'tickets'],
  'tickets.pictures': ['venue'],
  'ticketTemplates.names': ['venue'],
  'ticketTemplates.list': ['venue', 'products'],
  'ticketTemplates.preview': ['venue', 'routers'],
  'backup.files': ['backup'],
  'backup.status': ['backup', 'venue', 'status'],
  'cards.list': ['cards', 'guests', 'sessions', 'products'],
  'cards.listOne': ['cards', 'guests', 'sessions'],
  'cards.leastLength': [],
  'cards.voucher': ['cards'],
  'rehearsal.state': ['rehearsal'],
  'rehearsal.papers': ['printers'],
  'work.list': ['work'],
  'application.startsWithComputer': ['venue'],
};

/**
 * Whether an answer to this call may have changed with these topics.
 * @param input of the call; what lies further back in the log than the newest page stays as it is
 */
export function isStaleBy(name: string, news: readonly Topic[], input?: unknown): boolean {
  if (name === 'radiusLog.list' && isOlderPage(input)) return false;
  const topics = staleBy[name as CallName];
  return topics === undefined || topics.some((topic) => news.includes(topic));
}

function isOlderPage(input: unknown): boolean {
  return typeof input === 'object' && input !== null && 'beforeId' in input && input.beforeId !== undefined;
}
