/** What a guest agreed to: when, and to which version of the text; what is asked for the first time is the text that holds. */
import { Box, Button, FormControlLabel, Stack, Switch, TextField, Typography } from '@mui/material';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { consents, type Consent } from '../../preload/contract/persons';
import { useAsk, type Input, type Output } from '../api';
import type { GuestDetails } from '../desk/rows';
import { useFormats } from '../parts/formats';
import { LegalBody } from '../parts/legal-body';
import { useNamed } from '../parts/named';
import type { Person } from './person-fields';

interface ConsentText {
  readonly given: boolean;
  readonly version: string;
  /** A published text; undefined: one on paper. */
  readonly versionId: number | undefined;
}
export type ConsentTexts = Readonly<Record<Consent, ConsentText>>;

type CurrentText = Output<'legal.current'>['rows'][number];

interface ConsentsProps {
  readonly guest: GuestDetails;
  readonly person: Person;
  readonly given: ConsentTexts;
  readonly onChange: (given: ConsentTexts) => void;
}

export function Consents({ guest, person, given, onChange }: ConsentsProps): ReactNode {
  const { domainId, language } = guest;
  const { rows } = useAsk('legal.current', { domainId, ...(language && { language }) }).data ?? { rows: [] };
  return consents.map((consent) => (
    <ConsentField
      key={consent}
      consent={consent}
      since={person[consent]?.atMs}
      text={rows.find(({ kind }) => kind === consent)}
      given={given[consent]}
      onChange={(part) => onChange({ ...given, [consent]: { ...given[consent], ...part } })}
    />
  ));
}

interface ConsentFieldProps {
  readonly consent: Consent;
  /** When it was given, UTC milliseconds. */
  readonly since: number | undefined;
  /** The text that holds now; undefined: none is published. */
  readonly text: CurrentText | undefined;
  readonly given: ConsentText;
  readonly onChange: (part: Partial<ConsentText>) => void;
}

function ConsentField({ consent, since, text, given, onChange }: ConsentFieldProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const accept = (on: boolean): void =>
    onChange(on && text ? { given: on, version: String(text.number), versionId: text.versionId } : { given: on });
  return (
    <Box>
      <FormControlLabel
        control={<Switch checked={given.given} onChange={(_event, on) => accept(on)} />}
        label={t(`person.consent-${consent}`)}
      />
      {since !== undefined && (
        <Typography variant="caption" sx={{ display: 'block', color: 'text.secondary' }}>
          {t('person.given-at', { when: formats.exact(since) })}
        </Typography>
      )}
      {text && <Published text={text} given={given} onAccept={() => accept(true)} />}
      {!text && consent !== 'newsletter' && given.given && (
        <TextField
          label={t('person.version')}
          value={given.version}
          onChange={(event) => onChange({ version: event.target.value, versionId: undefined })}
          sx={{ mt: 1 }}
          slotProps={{ htmlInput: { maxLength: 40, autoComplete: 'off' } }}
        />
      )}
    </Box>
  );
}

interface PublishedProps {
  readonly text: CurrentText;
  readonly given: ConsentText;
  readonly onAccept: () => void;
}

/** The text that holds now, to be read aloud or shown; and whether the guest accepted this one or one before it. */
function Published({ text, given, onAccept }: PublishedProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const named = useNamed();
  const [open, setOpen] = useState(false);
  const bodyId = useId();
  const title = t(`legal.kind-${text.kind}`);
  const number = formats.number(text.number);
  const read = t('person.read-version', { number, when: formats.date(text.publishedAtMs) });
  const isOther = given.given && given.versionId !== text.versionId;
  return (
    <Box>
      {given.given && (
        <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {isOther && given.version === ''
            ? t('person.no-version')
            : t('legal.version', { number: isOther ? given.version : number })}
        </Typography>
      )}
      <Stack direction="row" sx={{ flexWrap: 'wrap', gap: 1 }}>
        <Button
          aria-expanded={open}
          aria-controls={bodyId}
          aria-label={named(read, title)}
          onClick={() => setOpen(!open)}
          sx={{ marginInlineStart: -2 }}
        >
          {read}
        </Button>
        {isOther && (
          <Button variant="outlined" aria-label={named(t('person.accept', { number }), title)} onClick={onAccept}>
            {t('person.accept', { number })}
          </Button>
        )}
      </Stack>
      <Box
        id={bodyId}
        hidden={!open}
        tabIndex={0}
        role="region"
        aria-label={title}
        sx={{ maxHeight: 260, overflowY: 'auto', bgcolor: 'background.sunken', borderRadius: '10px', p: 2, mt: 0.5 }}
      >
        <LegalBody language={text.language} body={text.body} />
      </Box>
    </Box>
  );
}

export function consentsOf(person: Person): ConsentTexts {
  const of = (consent: Consent): ConsentText => {
    const given = person[consent];
    return { given: given !== undefined, version: given?.version ?? '', versionId: given?.versionId };
  };
  return {
    marketing: of('marketing'),
    newsletter: of('newsletter'),
    privacy: of('privacy'),
    terms: of('terms'),
  };
}

/** What differs from what is known; a consent that was switched off is withdrawn. */
export function consentChanges(given: ConsentTexts, before: ConsentTexts): Partial<Input<'guests.setPerson'>> {
  const changed = consents.filter((consent) => !isSame(given[consent], before[consent]));
  return Object.fromEntries(changed.map((consent) => [consent, valueOf(given[consent])]));
}

function isSame(one: ConsentText, other: ConsentText): boolean {
  return one.given === other.given && one.version === other.version && one.versionId === other.versionId;
}

function valueOf({ given, version, versionId }: ConsentText): object | null {
  if (!given) return null;
  if (versionId !== undefined) return { versionId };
  return version.trim() === '' ? {} : { version: version.trim() };
}
