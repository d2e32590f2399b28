import type { OpenVenue } from '../open-venue';
import type { Making } from '../office/reports';
import { answer, type Access } from './access';

export function reportProcedures(access: Access) {
  const { reports } = access;
  return reports.router({
    dashboard: reports.dashboard.handler(async ({ context }) =>
      orHowFar(context.open(), answer(await context.open().askReports('read-dashboard', context.open().scope ?? null))),
    ),
    usage: reports.usage.handler(async ({ input, context }) =>
      orHowFar(
        context.open(),
        answer(await context.open().askReports('read-usage', { ...input, scope: context.open().scope })),
      ),
    ),
    sales: reports.sales.handler(async ({ input, context }) =>
      orHowFar(
        context.open(),
        answer(await context.open().askReports('read-sales', { ...input, scope: context.open().scope })),
      ),
    ),
    batches: reports.batches.handler(async ({ context }) => {
      const { kind: _, ...report } = answer(
        await context.open().askReports('read-batches', context.open().scope ?? null),
      );
      return report;
    }),
    workbook: reports.workbook.handler(async ({ input, context }) => {
      const bytes = answer(await context.open().askReports('make-workbook', input));
      return { base64: Buffer.from(bytes).toString('base64') };
    }),
  });
}

/** Where there are no sums, they are being made or are asked for now; the window is told how far that is. */
function orHowFar<T extends { readonly kind: string }>(open: OpenVenue, report: T | Making) {
  if (report.kind !== 'making') return report as Exclude<T, Making>;
  const job = open.listJobs().find(({ name }) => name === 'update-report-sums');
  if (job === undefined) makeSums(open);
  return { kind: 'making' as const, ...job?.progress };
}

function makeSums(open: OpenVenue): void {
  open
    .runJob('update-report-sums', null, undefined)
    .then(() => open.announce(['work']))
    .catch((error: unknown) => open.log.warn('The sums of the reports could not be made', error));
}
