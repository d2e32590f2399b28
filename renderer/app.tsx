/** Which of the window's faces is shown: wizard, unlock, broken, sign-in, or the frame with its screens. */
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { CssBaseline } from '@mui/material';
import { ThemeProvider } from '@mui/material/styles';
import mirrorStyles from '@mui/stylis-plugin-rtl';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HashRouter, Navigate, Route, Routes } from 'react-router';
import { makeQueryClient, Quiet, useAsk, useAskAnew, type Output } from './api';
import { Desk } from './desk/desk';
import { guestRoute } from './guests/guest-path';
import { Frame } from './parts/frame';
import { later, loadTheRest } from './parts/later';
import { useLiveFeed } from './parts/live-feed';
import { useAutoLock } from './parts/lock';
import { NoticesProvider } from './parts/notices';
import { listPlaces, pathOf, type PlaceKey } from './parts/places';
import { RehearsalBanner } from './parts/rehearsal-banner';
import { WhoProvider } from './parts/who';
import { SetUp } from './set-up/set-up';
import { Broken, NotAnswering, Starting } from './sign-in/not-ready';
import { LockScreen } from './sign-in/lock-screen';
import { SignIn } from './sign-in/sign-in';
import { Unlock } from './sign-in/unlock';
import { showLanguage } from './text';
import { makeTheme } from './theme';

const Backup = later(() => import('./office/backup'), 'Backup');
const GuestPage = later(() => import('./guests/guest-page'), 'GuestPage');
const Guests = later(() => import('./guests/guests'), 'Guests');
const Online = later(() => import('./guests/online'), 'Online');
const Dashboard = later(() => import('./office/dashboard'), 'Dashboard');
const Cards = later(() => import('./office/cards'), 'Cards');
const Doctor = later(() => import('./office/doctor'), 'Doctor');
const DataProtection = later(() => import('./office/data-protection'), 'DataProtection');
const Domains = later(() => import('./office/domains'), 'Domains');
const GuestFiles = later(() => import('./office/guest-files'), 'GuestFiles');
const History = later(() => import('./office/history'), 'History');
const Operators = later(() => import('./office/operators'), 'Operators');
const Printers = later(() => import('./office/printers'), 'Printers');
const Products = later(() => import('./office/products'), 'Products');
const RadiusLog = later(() => import('./office/radius-log'), 'RadiusLog');
const Rehearsal = later(() => import('./office/rehearsal'), 'Rehearsal');
const Reports = later(() => import('./office/reports'), 'Reports');
const Routers = later(() => import('./office/routers'), 'Routers');
const ShiftScreen = later(() => import('./office/shift'), 'ShiftScreen');
const Tickets = later(() => import('./office/tickets'), 'Tickets');
const Venue = later(() => import('./office/venue'), 'Venue');

/** One place for styles per reading direction; in the second one left and right change places. */
const styleCaches = {
  ltr: createCache({ key: 'gh' }),
  rtl: createCache({ key: 'gh-rtl', stylisPlugins: [mirrorStyles] }),
};

export function App(): ReactNode {
  const [queries] = useState(makeQueryClient);
  const { i18n } = useTranslation();
  const direction = i18n.dir();
  const theme = useMemo(() => makeTheme(direction), [direction]);
  return (
    <CacheProvider value={styleCaches[direction]}>
      <ThemeProvider theme={theme} defaultMode="system">
        <CssBaseline />
        <QueryClientProvider client={queries}>
          <NoticesProvider>
            <HashRouter>
              <Window />
            </HashRouter>
          </NoticesProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}

function Window(): ReactNode {
  const feed = useLiveFeed();
  const status = useAsk('venue.status');
  // The venue is "ready" from the second step on; the wizard stays until its last one.
  const [inWizard, setInWizard] = useState(false);
  if (status.data?.phase === 'first-run' && !inWizard) setInWizard(true);

  if (!status.data) return status.isError ? <NotAnswering onRetry={() => void status.refetch()} /> : <Starting />;
  return (
    <>
      {status.data.demo && <RehearsalBanner />}
      <Face
        status={status.data}
        answering={feed !== 'lost'}
        inWizard={inWizard}
        onWizardDone={() => setInWizard(false)}
      />
    </>
  );
}

interface FaceProps {
  readonly status: Output<'venue.status'>;
  readonly answering: boolean;
  readonly inWizard: boolean;
  readonly onWizardDone: () => void;
}

function Face({ status, answering, inWizard, onWizardDone }: FaceProps): ReactNode {
  if (inWizard) return <SetUp status={status} onDone={onWizardDone} />;
  switch (status.phase) {
    case 'first-run':
    case 'restoring':
      return <Starting />;
    case 'locked':
      return <Unlock status={status} />;
    case 'broken':
      return <Broken status={status} />;
    case 'ready':
      return <Ready status={status} answering={answering} />;
  }
}

function Ready({
  status,
  answering,
}: {
  readonly status: Output<'venue.status'>;
  readonly answering: boolean;
}): ReactNode {
  const me = useAsk('operators.me');
  const operator = me.data?.operator;
  const { venue } = status;
  const language = operator ? (operator.language ?? venue?.language) : undefined;
  useEffect(() => {
    if (language) showLanguage(language);
  }, [language]);

  useEffect(loadTheRest, []);

  const isLocked = me.data?.locked ?? false;
  useAutoLock(operator ? (venue?.lockAfterMin ?? 0) : 0, isLocked);
  useAnswersOfOne(operator?.id);

  if (me.isError && !me.data) return <NotAnswering onRetry={() => void me.refetch()} />;
  if (!me.data || !venue) return <Starting />;
  if (!operator) return <SignIn venueName={venue.venueName} />;
  const mine = listPlaces(operator, status.demo);
  // Whoever may not sell begins with the first screen of theirs.
  const home = mine[0]?.path ?? pathOf('desk');
  return (
    <WhoProvider operator={operator} venue={venue} status={status}>
      <Quiet value={isLocked}>
        <Routes>
          <Route element={<Frame answering={answering} />}>
            {mine.map((place) => (
              <Route key={place.key} path={place.path} element={screens[place.key]} />
            ))}
            <Route path={guestRoute} element={<GuestPage />} />
            <Route path="*" element={<Navigate to={home} replace />} />
          </Route>
        </Routes>
      </Quiet>
      {isLocked && <LockScreen operator={operator} />}
    </WhoProvider>
  );
}

/** Another operator who goes on in this window sees nothing that the last one was answered. */
function useAnswersOfOne(operatorId: number | undefined): void {
  const askAnew = useAskAnew();
  const last = useRef(operatorId);
  // Before anything is painted.
  useLayoutEffect(() => {
    if (last.current !== undefined && operatorId !== undefined && last.current !== operatorId) askAnew();
    last.current = operatorId;
  }, [askAnew, operatorId]);
}

const screens: Record<PlaceKey, ReactNode> = {
  desk: <Desk />,
  dashboard: <Dashboard />,
  reports: <Reports />,
  shift: <ShiftScreen />,
  online: <Online />,
  guests: <Guests />,
  products: <Products />,
  domains: <Domains />,
  cards: <Cards />,
  'guest-files': <GuestFiles />,
  routers: <Routers />,
  tickets: <Tickets />,
  printers: <Printers />,
  'radius-log': <RadiusLog />,
  doctor: <Doctor />,
  history: <History />,
  operators: <Operators />,
  venue: <Venue />,
  'data-protection': <DataProtection />,
  backup: <Backup />,
  rehearsal: <Rehearsal />,
};
