/** How it goes today: the numbers a manager looks at first, each beside yesterday and the same day a week ago. */
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import { Button } from '@mui/material';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useAsk, type Output } from '../api';
import { Answer, Empty } from '../parts/answer';
import { useFormats } from '../parts/formats';
import { Page } from '../parts/page';
import { pathOf } from '../parts/places';
import { useVenue } from '../parts/who';
import { MakingSums, Tile, Tiles } from './report-parts';
import { DayCharts } from './report-view';

type DashboardView = Extract<Output<'reports.dashboard'>, { readonly kind: 'dashboard' }>;
type UsageDay = DashboardView['days'][number];

/** Traffic grows without any news that a window would hear of. */
const askAgainMs = 30_000;

export function Dashboard(): ReactNode {
  const { t } = useTranslation();
  const dashboard = useAsk('reports.dashboard');
  const { refetch } = dashboard;
  useEffect(() => {
    const timer = setInterval(() => void refetch(), askAgainMs);
    return () => clearInterval(timer);
  }, [refetch]);
  return (
    <Page
      title={t('place.dashboard')}
      intro={t('dashboard.intro')}
      actions={
        <Button variant="outlined" component={NavLink} to={pathOf('reports')}>
          {t('dashboard.all-reports')}
        </Button>
      }
    >
      <Answer of={dashboard}>
        {(view) => (view.kind === 'making' ? <MakingSums {...view} /> : <DashboardBody view={view} />)}
      </Answer>
    </Page>
  );
}

function DashboardBody({ view }: { readonly view: DashboardView }): ReactNode {
  const { t } = useTranslation();
  const { currency } = useVenue();
  const isNew = view.onlineSessions === 0 && !view.days.some(isBusy) && !view.sales.some(({ sales }) => sales > 0);
  if (isNew)
    return (
      <Empty icon={<DashboardIcon />} title={t('dashboard.none')}>
        {t('dashboard.none-hint')}
      </Empty>
    );
  return (
    <>
      <TodayTiles view={view} />
      <DayCharts
        days={view.days}
        taken={view.sales.map(({ amountMinor }) => amountMinor)}
        currency={view.sales[0]?.currency ?? currency}
      />
    </>
  );
}

const isBusy = ({ sessions }: UsageDay): boolean => sessions > 0;
const trafficOf = ({ uploadBytes, downloadBytes }: UsageDay): number => uploadBytes + downloadBytes;

function TodayTiles({ view }: { readonly view: DashboardView }): ReactNode {
  const { t } = useTranslation();
  const { number, bytes, money } = useFormats();
  const compared = (values: readonly number[], format: (value: number) => string) => ({
    value: format(values.at(-1) ?? 0),
    lines: [
      t('dashboard.yesterday', { value: format(values.at(-2) ?? 0) }),
      t('dashboard.week-ago', { value: format(values.at(-8) ?? 0) }),
    ],
  });
  const days = (value: (day: UsageDay) => number, format: (value: number) => string) =>
    compared(view.days.map(value), format);
  return (
    <Tiles>
      <Tile
        label={t('dashboard.online')}
        value={number(view.onlineGuests)}
        lines={[t('dashboard.online-devices', { value: number(view.onlineSessions) })]}
      />
      <Tile label={t('dashboard.connections')} {...days(({ sessions }) => sessions, number)} />
      <Tile label={t('reports.guests')} {...days(({ guests }) => guests, number)} />
      <Tile label={t('reports.new-guests')} {...days(({ newGuests }) => newGuests, number)} />
      <Tile label={t('reports.traffic')} {...days(trafficOf, bytes)} />
      <Tile
        label={t('reports.sales')}
        {...compared(
          view.sales.map(({ amountMinor }) => amountMinor),
          (minor) => money(minor, view.sales[0]?.currency),
        )}
      />
    </Tiles>
  );
}
