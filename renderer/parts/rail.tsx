/** The navigation at the side: icon and word per screen, the number that Alt opens it with, the operator at its foot. */
import AdfScannerIcon from '@mui/icons-material/LocalPrintshopOutlined';
import BackupIcon from '@mui/icons-material/Inventory2Outlined';
import BadgeIcon from '@mui/icons-material/BadgeOutlined';
import CardsIcon from '@mui/icons-material/StyleOutlined';
import DoctorIcon from '@mui/icons-material/MonitorHeartOutlined';
import PrivacyIcon from '@mui/icons-material/PrivacyTipOutlined';
import DomainsIcon from '@mui/icons-material/GroupsOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import ReportsIcon from '@mui/icons-material/BarChartOutlined';
import DeskIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import GuestsIcon from '@mui/icons-material/PeopleAltOutlined';
import HistoryIcon from '@mui/icons-material/HistoryOutlined';
import LogIcon from '@mui/icons-material/ReceiptLongOutlined';
import OnlineIcon from '@mui/icons-material/WifiOutlined';
import ProductsIcon from '@mui/icons-material/SellOutlined';
import FilesIcon from '@mui/icons-material/ImportExportOutlined';
import RouterIcon from '@mui/icons-material/RouterOutlined';
import ShiftIcon from '@mui/icons-material/PointOfSaleOutlined';
import RehearsalIcon from '@mui/icons-material/SchoolOutlined';
import TicketsIcon from '@mui/icons-material/ReceiptOutlined';
import VenueIcon from '@mui/icons-material/HomeWorkOutlined';
import { Box, ButtonBase, Stack, Typography } from '@mui/material';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation, useNavigate } from 'react-router';
import { OperatorMenu } from './operator-menu';
import { listPlaces, type Place, type PlaceKey } from './places';
import { useOperator, useVenue, useVenueStatus } from './who';
import { Mark } from './wordmark';

const icons: Record<PlaceKey, ReactNode> = {
  desk: <DeskIcon />,
  dashboard: <DashboardIcon />,
  reports: <ReportsIcon />,
  shift: <ShiftIcon />,
  online: <OnlineIcon />,
  guests: <GuestsIcon />,
  products: <ProductsIcon />,
  domains: <DomainsIcon />,
  cards: <CardsIcon />,
  'guest-files': <FilesIcon />,
  routers: <RouterIcon />,
  tickets: <TicketsIcon />,
  printers: <AdfScannerIcon />,
  'radius-log': <LogIcon />,
  doctor: <DoctorIcon />,
  history: <HistoryIcon />,
  operators: <BadgeIcon />,
  venue: <VenueIcon />,
  'data-protection': <PrivacyIcon />,
  backup: <BackupIcon />,
  rehearsal: <RehearsalIcon />,
};

const railWidth = 224;
/** Alt+1 … Alt+9. */
const numberedPlaces = 9;

export function Rail(): ReactNode {
  const { t } = useTranslation();
  const operator = useOperator();
  const venue = useVenue();
  const { demo } = useVenueStatus();
  const mine = listPlaces(operator, demo);
  usePlaceKeys(mine);
  const list = useOpenPlaceInSight();
  return (
    <Stack
      component="nav"
      aria-label={t('frame.navigation')}
      sx={(theme) => ({
        width: railWidth,
        flexShrink: 0,
        height: '100%',
        px: 1.25,
        py: 1.5,
        color: theme.vars.palette.rail.text,
        bgcolor: theme.vars.palette.rail.main,
        borderInlineEnd: `1px solid ${theme.vars.palette.divider}`,
      })}
    >
      <Stack direction="row" sx={{ alignItems: 'center', gap: 1.25, px: 1, pb: 2, pt: 0.5 }}>
        <Mark />
        <Typography component="span" title={venue.venueName} noWrap sx={{ fontWeight: 650, fontSize: '0.9375rem' }}>
          <bdi>{venue.venueName}</bdi>
        </Typography>
      </Stack>
      <Stack
        component="ul"
        ref={list}
        sx={{ listStyle: 'none', m: 0, p: 0, gap: 0.25, flex: 1, minHeight: 0, overflowY: 'auto' }}
      >
        {mine.map((place, index) => (
          <li key={place.key}>
            <RailLink place={place} number={index < numberedPlaces ? index + 1 : undefined} />
          </li>
        ))}
      </Stack>
      <OperatorMenu />
    </Stack>
  );
}

function RailLink({ place, number }: { readonly place: Place; readonly number: number | undefined }): ReactNode {
  const { t } = useTranslation();
  return (
    <ButtonBase
      component={NavLink}
      to={place.path}
      // The page of a guest belongs to the guests; every address begins with that of the desk.
      end={place.path === '/'}
      {...(number !== undefined && { 'aria-keyshortcuts': `Alt+${number}` })}
      sx={(theme) => ({
        width: '100%',
        minHeight: 40,
        px: 1.25,
        gap: 1.5,
        justifyContent: 'flex-start',
        borderRadius: '10px',
        fontSize: '0.9375rem',
        fontWeight: 550,
        color: theme.vars.palette.rail.quiet,
        '& svg': { fontSize: 22 },
        '&:hover': { bgcolor: theme.vars.palette.rail.hover, color: theme.vars.palette.rail.text },
        '&:hover .alt-number, &:focus-visible .alt-number': { opacity: 1 },
        '&.active': {
          bgcolor: theme.vars.palette.rail.selected,
          color: theme.vars.palette.rail.text,
          boxShadow: `inset 3px 0 0 ${theme.vars.palette.rail.mark}`,
        },
        '&.Mui-focusVisible, &:focus-visible': { outlineColor: theme.vars.palette.rail.mark, outlineOffset: -3 },
      })}
    >
      {icons[place.key]}
      <Box component="span" sx={{ flex: 1, textAlign: 'start' }}>
        {t(place.label)}
      </Box>
      {number !== undefined && (
        <Box
          component="span"
          aria-hidden
          className="alt-number"
          // Out of the way of long words until it is asked for.
          sx={{ position: 'absolute', insetInlineEnd: 10, opacity: 0, fontSize: '0.75rem', transition: 'opacity .15s' }}
        >
          Alt+{number}
        </Box>
      )}
    </ButtonBase>
  );
}

/** A low window has more places than room: the one that is open is scrolled to, however it was opened. */
function useOpenPlaceInSight(): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' });
  }, [pathname]);
  return list;
}

/** Alt+1 … Alt+9 opens the screen of that number. By `code`: with Alt held some layouts type another character. */
function usePlaceKeys(mine: readonly Place[]): void {
  const navigate = useNavigate();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      const place = digit === undefined ? undefined : mine.slice(0, numberedPlaces)[Number(digit) - 1];
      if (!place) return;
      event.preventDefault();
      void navigate(place.path);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mine, navigate]);
}
