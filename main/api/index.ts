/** The contract, implemented: a file per section; behind every door the same object. */
import { createAccess } from './access';
import { applicationProcedures } from './application';
import { attributeProcedures } from './attributes';
import { backupProcedures } from './backup';
import { cardProcedures } from './cards';
import { deskProcedures } from './desk';
import { deviceProcedures } from './devices';
import { domainProcedures } from './domains';
import { entitlementProcedures } from './entitlements';
import { guestFileProcedures } from './guest-files';
import { guestProcedures } from './guests';
import { historyProcedures } from './history';
import { legalProcedures } from './legal';
import { marketingProcedures } from './marketing';
import { operatorProcedures } from './operators';
import { printerProcedures, ticketProcedures } from './printers';
import { productProcedures } from './products';
import { radiusProcedures } from './radius';
import { radiusLogProcedures } from './radius-log';
import { reportProcedures } from './reports';
import { rehearsalProcedures } from './rehearsal';
import { retentionProcedures } from './retention';
import { routerProcedures } from './routers';
import type { Services } from './services';
import { sessionProcedures } from './sessions';
import { shiftProcedures } from './shifts';
import { supportProcedures } from './support';
import { ticketTemplateProcedures } from './ticket-templates';
import { venueProcedures } from './venue';
import { workProcedures } from './work';

export function createApi(services: Services) {
  const access = createAccess(services);
  return access.router({
    venue: venueProcedures(access, services),
    marketing: marketingProcedures(access),
    operators: operatorProcedures(access, services),
    routers: routerProcedures(access),
    products: productProcedures(access),
    guests: guestProcedures(access, services),
    guestFiles: guestFileProcedures(access),
    attributes: attributeProcedures(access),
    desk: deskProcedures(access),
    cards: cardProcedures(access),
    devices: deviceProcedures(access),
    domains: domainProcedures(access),
    entitlements: entitlementProcedures(access),
    sessions: sessionProcedures(access),
    shifts: shiftProcedures(access),
    radius: radiusProcedures(access, services),
    radiusLog: radiusLogProcedures(access),
    reports: reportProcedures(access),
    rehearsal: rehearsalProcedures(access, services),
    retention: retentionProcedures(access),
    history: historyProcedures(access),
    legal: legalProcedures(access),
    printers: printerProcedures(access),
    tickets: ticketProcedures(access),
    ticketTemplates: ticketTemplateProcedures(access),
    backup: backupProcedures(access, services),
    support: supportProcedures(access, services),
    work: workProcedures(access),
    application: applicationProcedures(access, services),
  });
}
