/** What went through a shift: the drawer, ways of payment, products, other prices. */
import { Box, Card, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Output } from '../api';
import { sayName } from '../parts/guest-words';
import { cutAtItsEnd } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { Light } from '../parts/light';

export type Shift = Output<'shifts.get'>;

export function ShiftReportView({ shift }: { readonly shift: Shift }): ReactNode {
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 360px), 1fr))' }}>
      <DrawerCard shift={shift} />
      <Stack sx={{ gap: 2, minWidth: 0 }}>
        <PaymentCard shift={shift} />
        <ProductCard shift={shift} />
        <OtherPrices shift={shift} />
        <Movements shift={shift} />
      </Stack>
    </Box>
  );
}

function DrawerCard({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  const { drawer, closing, currency } = shift;
  const lines = [
    [t('shift.float'), drawer.floatMinor],
    [t('shift.cash-sales'), drawer.salesMinor],
    [t('shift.taken-back'), drawer.takenBackMinor],
    [t('shift.put-in'), drawer.inMinor],
    [t('shift.taken-out'), 0 - drawer.outMinor],
  ] as const;
  return (
    <Card component="section" sx={{ p: 2.5, alignSelf: 'start' }}>
      <Typography variant="h3">{t('shift.drawer')}</Typography>
      <Box component="dl" sx={{ m: 0, mt: 1.5 }}>
        {lines.map(([label, minor]) => (
          <Amount key={label} label={label} minor={minor} currency={currency} />
        ))}
        <Amount label={t('shift.expected')} minor={drawer.expectedMinor} currency={currency} kind="sum" />
        {closing && <Amount label={t('shift.counted')} minor={closing.countedMinor} currency={currency} kind="large" />}
      </Box>
      {closing && (
        <Box sx={{ mt: 1 }}>
          <DifferenceWords differenceMinor={closing.differenceMinor} currency={currency} />
          {closing.note !== undefined && (
            <Typography dir="auto" sx={{ ...cutAtItsEnd, mt: 1, overflowWrap: 'anywhere' }}>
              {closing.note}
            </Typography>
          )}
          <Pieces shift={shift} />
        </Box>
      )}
      <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1.5 }}>
        {t('shift.reprints', { count: shift.reprints })}
      </Typography>
    </Card>
  );
}

interface AmountProps {
  readonly label: string;
  readonly minor: number;
  readonly currency: string;
  /** A sum stands below a line, and large. */
  readonly kind?: 'large' | 'sum';
}

function Amount({ label, minor, currency, kind }: AmountProps): ReactNode {
  const formats = useFormats();
  const type = kind === undefined ? {} : { fontSize: '1.25rem', fontWeight: 700 };
  const line = kind === 'sum' ? { borderTop: 1, borderColor: 'divider', mt: 1, pt: 1 } : { pt: 0.25 };
  return (
    <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 2, pb: 0.25, ...line }}>
      <Typography component="dt" sx={{ fontWeight: kind === undefined ? 400 : 600 }}>
        {label}
      </Typography>
      <Typography component="dd" sx={{ m: 0, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap', ...type }}>
        {formats.money(minor, currency)}
      </Typography>
    </Stack>
  );
}

function Pieces({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const pieces = shift.closing?.pieces;
  if (!pieces) return null;
  const words = pieces.map(({ valueMinor, count }) =>
    t('shift.pieces-of', { count: formats.number(count), value: formats.money(valueMinor, shift.currency) }),
  );
  return (
    <Typography variant="body2" sx={{ color: 'text.secondary', mt: 1 }}>
      {words.join(' · ')}
    </Typography>
  );
}

/** Whether the drawer held what it should: a dot and words. */
export function DifferenceWords({
  differenceMinor,
  currency,
}: {
  readonly differenceMinor: number;
  readonly currency: string;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  if (differenceMinor === 0) return <Light color="success">{t('shift.balances')}</Light>;
  const amount = formats.money(Math.abs(differenceMinor), currency);
  return (
    <Light color="warning">
      {differenceMinor < 0 ? t('shift.missing', { amount }) : t('shift.too-much', { amount })}
    </Light>
  );
}

function PaymentCard({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  return (
    <SumTable
      title={t('shift.by-payment')}
      rows={shift.payments.map((row) => ({ ...row, name: t(`shift.payment-${row.payment}`) }))}
    />
  );
}

function ProductCard({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  return (
    <SumTable title={t('shift.by-product')} rows={shift.products.map((row) => ({ ...row, name: row.productName }))} />
  );
}

interface SumRow {
  readonly name: string;
  readonly currency: string;
  readonly sold: number;
  readonly soldMinor: number;
  readonly takenBack: number;
  readonly takenBackMinor: number;
}

function SumTable({ title, rows }: { readonly title: string; readonly rows: readonly SumRow[] }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>{t('shift.nothing-sold')}</Typography>
      ) : (
        <Table size="small" aria-label={title} sx={tableStyle}>
          <TableHead>
            <TableRow>
              <TableCell component="td" />
              <TableCell align="right" sx={{ width: 72 }}>
                {t('shift.sold')}
              </TableCell>
              <TableCell align="right" sx={{ width: 112 }}>
                {t('shift.taken-back')}
              </TableCell>
              <TableCell align="right" sx={{ width: 104 }}>
                {t('shift.amount')}
              </TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <TableRow key={`${row.name} ${row.currency}`}>
                <TableCell sx={{ overflowWrap: 'anywhere' }}>
                  <bdi>{row.name}</bdi>
                </TableCell>
                <TableCell align="right">{formats.number(row.sold)}</TableCell>
                <TableCell align="right">{row.takenBack === 0 ? '' : formats.number(row.takenBack)}</TableCell>
                <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                  {formats.money(row.soldMinor + row.takenBackMinor, row.currency)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}

function OtherPrices({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  if (shift.otherPrices.length === 0) return null;
  return (
    <Section title={t('shift.other-prices')}>
      {shift.otherPrices.map((row, index) => (
        <Line
          key={index}
          main={row.productName}
          amount={t('shift.instead-of', {
            amount: formats.money(row.amountMinor, row.currency),
            list: formats.money(row.listPriceMinor, row.currency),
          })}
          aside={`${formats.moment(row.atMs)} · ${sayName(row.reason)}`}
        />
      ))}
    </Section>
  );
}

function Movements({ shift }: { readonly shift: Shift }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const moved = shift.movements.filter(({ kind }) => kind !== 'float');
  if (moved.length === 0) return null;
  return (
    <Section title={t('shift.movements')}>
      {moved.map((row) => (
        <Line
          key={row.id}
          main={t(row.kind === 'in' ? 'shift.put-in' : 'shift.taken-out')}
          amount={formats.money(row.amountMinor, row.currency)}
          aside={`${formats.moment(row.atMs)} · ${row.note ?? ''}`}
        />
      ))}
    </Section>
  );
}

interface LineProps {
  readonly main: string;
  readonly amount: string;
  readonly aside: string;
}

function Line({ main, amount, aside }: LineProps): ReactNode {
  return (
    <Box sx={{ py: 0.75, borderTop: 1, borderColor: 'divider' }}>
      <Stack direction="row" sx={{ justifyContent: 'space-between', gap: 2 }}>
        <Typography sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
          <bdi>{main}</bdi>
        </Typography>
        <Typography sx={{ fontVariantNumeric: 'tabular-nums' }}>{amount}</Typography>
      </Stack>
      <Typography
        variant="caption"
        component="div"
        dir="auto"
        sx={{ ...cutAtItsEnd, color: 'text.secondary', overflowWrap: 'anywhere' }}
      >
        {aside}
      </Typography>
    </Box>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <Card component="section" sx={{ p: 2.5 }}>
      <Typography variant="h3" sx={{ mb: 1 }}>
        {title}
      </Typography>
      {children}
    </Card>
  );
}

const tableStyle = {
  fontVariantNumeric: 'tabular-nums',
  '& td, & th': { px: 0.5 },
  '& tbody tr:last-of-type td': { borderBottom: 0 },
} as const;
