/** What guests agree to: terms, privacy notice and consent to marketing, of the venue or of one domain, by version. */
import CheckIcon from '@mui/icons-material/Check';
import { Box, Button, Card, Chip, MenuItem, Stack, TableCell, TableRow, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../preload/contract/base';
import { legalKinds, type LegalKind } from '../../preload/contract/legal';
import { useAsk, type Output } from '../api';
import { Answer } from '../parts/answer';
import { Parts } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { ListTable, RowLink } from '../parts/list-table';
import { useNamed } from '../parts/named';
import { ownName } from '../text';
import { LegalEditor } from './legal-editor';
import { LegalReader } from './legal-reader';

export type LegalVersion = Output<'legal.list'>['rows'][number];

/** What is open beside the list. */
type Opened =
  | { readonly kind: 'read'; readonly version: LegalVersion }
  | { readonly kind: 'write'; readonly of: LegalKind; readonly last: LegalVersion | undefined };

/** As a choice of a list has it. */
const wholeVenue = '';

export function LegalTexts(): ReactNode {
  const [place, setPlace] = useState(wholeVenue);
  const versions = useAsk('legal.list');
  const domainId = place === wholeVenue ? undefined : Number(place);
  return (
    <Answer of={versions}>
      {({ rows }) => (
        <Stack sx={{ gap: 3 }}>
          <PlaceChoice place={place} onChoose={setPlace} />
          <Kinds key={place} versions={rows} domainId={domainId} />
        </Stack>
      )}
    </Answer>
  );
}

interface PlaceChoiceProps {
  readonly place: string;
  readonly onChoose: (place: string) => void;
}

/** With one domain there is nothing to choose: its guests are all guests. */
function PlaceChoice({ place, onChoose }: PlaceChoiceProps): ReactNode {
  const { t } = useTranslation();
  const domains = useAsk('domains.list').data?.rows ?? [];
  if (domains.length < 2) return null;
  return (
    <TextField
      select
      label={t('legal.for')}
      value={place}
      onChange={(event) => onChoose(event.target.value)}
      helperText={t('legal.for-hint')}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      sx={{ maxWidth: 440 }}
    >
      <MenuItem value={wholeVenue}>{t('legal.whole-venue')}</MenuItem>
      {domains.map(({ id, name }) => (
        <MenuItem key={id} value={String(id)} sx={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
          <bdi>{name}</bdi>
        </MenuItem>
      ))}
    </TextField>
  );
}

interface KindsProps {
  readonly versions: readonly LegalVersion[];
  /** Undefined: the whole venue. */
  readonly domainId: number | undefined;
}

function Kinds({ versions, domainId }: KindsProps): ReactNode {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened>();
  const close = (): void => setOpened(undefined);
  const here = versions.filter((version) => version.domainId === domainId);
  return (
    <>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))', gap: 2 }}>
        {legalKinds.map((kind) => (
          <Kind
            key={kind}
            kind={kind}
            own={here.find((version) => version.kind === kind && version.current)}
            ofVenue={versions.find((each) => each.kind === kind && each.current && each.domainId === undefined)}
            onOpen={setOpened}
          />
        ))}
      </Box>
      {here.length > 0 && (
        <Box>
          <Typography variant="h2" sx={{ mb: 1.5 }}>
            {t('legal.versions')}
          </Typography>
          <Versions versions={here} onOpen={(version) => setOpened({ kind: 'read', version })} />
        </Box>
      )}
      {opened?.kind === 'read' && <LegalReader id={opened.version.id} onClose={close} />}
      {opened?.kind === 'write' && (
        <LegalEditor kind={opened.of} domainId={domainId} last={opened.last} onClose={close} />
      )}
    </>
  );
}

interface KindProps {
  readonly kind: LegalKind;
  /** What holds here; undefined: nothing was published just for this place. */
  readonly own: LegalVersion | undefined;
  readonly ofVenue: LegalVersion | undefined;
  readonly onOpen: (opened: Opened) => void;
}

function Kind({ kind, own, ofVenue, onOpen }: KindProps): ReactNode {
  const { t } = useTranslation();
  const named = useNamed();
  const holds = own ?? ofVenue;
  const title = t(`legal.kind-${kind}`);
  const write = own ? 'legal.new-version' : holds ? 'legal.write-own' : 'legal.write';
  return (
    <Card component="section" aria-label={title} sx={{ p: 2.5, display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      <Box>
        <Typography variant="h2">{title}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', mt: 0.5 }}>
          {t(`legal.kind-${kind}-hint`)}
        </Typography>
      </Box>
      <Holds version={holds} isOfVenue={own === undefined} />
      {holds && <LanguageMarks version={holds} />}
      <Stack direction="row" sx={{ gap: 1, mt: 'auto', pt: 1, flexWrap: 'wrap' }}>
        <Button
          variant={holds ? 'outlined' : 'contained'}
          aria-label={named(t(write), title)}
          onClick={() => onOpen({ kind: 'write', of: kind, last: holds })}
        >
          {t(write)}
        </Button>
        {holds && (
          <Button aria-label={named(t('legal.read'), title)} onClick={() => onOpen({ kind: 'read', version: holds })}>
            {t('legal.read')}
          </Button>
        )}
      </Stack>
    </Card>
  );
}

function Holds({ version, isOfVenue }: { readonly version: LegalVersion | undefined; readonly isOfVenue: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (!version) return <Typography sx={{ fontWeight: 550 }}>{t('legal.none')}</Typography>;
  const { number, publishedAtMs, operatorName } = version;
  return (
    <Box>
      <Typography sx={{ fontWeight: 650 }}>{t('legal.version', { number: formats.number(number) })}</Typography>
      <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        <Parts
          parts={[
            formats.date(publishedAtMs),
            operatorName,
            isOfVenue && version.domainId === undefined ? t('legal.of-venue') : undefined,
          ]}
        />
      </Typography>
    </Box>
  );
}

/** Which languages the text has, and which a guest would miss. */
function LanguageMarks({ version }: { readonly version: LegalVersion }): ReactNode {
  const { t } = useTranslation();
  const missing = languages.filter((language) => !version.languages.includes(language));
  return (
    <Box>
      <Stack direction="row" component="ul" sx={{ flexWrap: 'wrap', gap: 0.75, m: 0, p: 0, listStyle: 'none' }}>
        {languages
          .filter((language) => version.languages.includes(language))
          .map((language) => (
            <li key={language}>
              <Chip size="small" icon={<CheckIcon />} label={ownName(language)} lang={language} />
            </li>
          ))}
      </Stack>
      {missing.length > 0 && (
        <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1, mb: 0 }}>
          {t('legal.missing')} <Parts parts={missing.map(ownName)} />
        </Typography>
      )}
    </Box>
  );
}

interface VersionsProps {
  readonly versions: readonly LegalVersion[];
  readonly onOpen: (version: LegalVersion) => void;
}

function Versions({ versions, onOpen }: VersionsProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const columns = [
    { title: t('legal.text') },
    { title: t('legal.published') },
    { title: t('legal.by') },
    { title: t('legal.languages') },
    { title: t('common.state') },
  ];
  return (
    <ListTable label={t('legal.versions')} columns={columns}>
      {versions.map((version) => (
        <TableRow key={version.id} hover>
          <TableCell>
            <RowLink onOpen={() => onOpen(version)}>
              {`${t(`legal.kind-${version.kind}`)} · ${t('legal.version', { number: formats.number(version.number) })}`}
            </RowLink>
          </TableCell>
          <TableCell>{formats.moment(version.publishedAtMs)}</TableCell>
          <TableCell sx={{ overflowWrap: 'anywhere' }}>
            <bdi>{version.operatorName}</bdi>
          </TableCell>
          <TableCell>
            <Parts parts={version.languages.map((language) => language.toUpperCase())} />
          </TableCell>
          <TableCell>{version.current ? t('legal.holds') : t('legal.superseded')}</TableCell>
        </TableRow>
      ))}
    </ListTable>
  );
}
