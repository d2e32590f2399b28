/** The person behind a guest: what matters at a glance, and all of it in a panel of sections. */
import ExpandIcon from '@mui/icons-material/ExpandMore';
import {
  Accordion,
  AccordionDetails,
  AccordionSummary,
  Box,
  Button,
  FormControlLabel,
  MenuItem,
  Stack,
  Switch,
  TextField,
  Typography,
} from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../api';
import { documentKinds, genders, type PersonField } from '../../preload/contract/persons';
import type { GuestDetails } from '../desk/rows';
import { Answer, LoadingRows, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { countries } from '../parts/countries';
import { Quiet } from '../parts/lines';
import { problemOf } from '../parts/problem';
import { FormPanel } from '../parts/side-panel';
import { consentChanges, Consents, consentsOf } from './consents';
import { Panel } from './panel';
import {
  changesOf,
  pppoeSection,
  sections,
  textsOf,
  type Person,
  type PersonTexts,
  type Section,
} from './person-fields';
import { Photo } from './photo';

/** What a receptionist looks for first. */
const glance = ['company', 'mobile', 'email', 'city', 'pmsCode'] as const satisfies readonly PersonField[];

export function PersonPanel({ guest }: { readonly guest: GuestDetails }): ReactNode {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const asked = useAsk('guests.person', { id: guest.id });
  return (
    <Panel
      title={t('person.title')}
      action={
        asked.data && (
          <Button variant="outlined" onClick={() => setEditing(true)}>
            {t('person.edit')}
          </Button>
        )
      }
    >
      <Answer of={asked} loading={<LoadingRows rows={1} />}>
        {({ person }) => (
          <>
            <Glance guestId={guest.id} person={person} />
            {editing && <PersonForm guest={guest} person={person} onClose={() => setEditing(false)} />}
          </>
        )}
      </Answer>
    </Panel>
  );
}

function Glance({ guestId, person }: { readonly guestId: number; readonly person: Person }): ReactNode {
  const { t } = useTranslation();
  const known = glance.filter((name) => person[name] !== undefined);
  return (
    <Stack direction="row" sx={{ gap: 2, alignItems: 'flex-start' }}>
      <Photo guestId={guestId} />
      {known.length === 0 ? (
        <Quiet>{t('person.nothing')}</Quiet>
      ) : (
        <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 2, minWidth: 0 }}>
          {known.map((name) => (
            <Box key={name} sx={{ display: 'contents' }}>
              <Typography component="dt" variant="body2" sx={{ color: 'text.secondary' }}>
                {t(`person.${name}`)}
              </Typography>
              <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: 'anywhere' }}>
                <bdi>
                  {name === 'mobile' && person.callingCode !== undefined && `+${person.callingCode} `}
                  {person[name]}
                </bdi>
              </Typography>
            </Box>
          ))}
        </Box>
      )}
    </Stack>
  );
}

interface PersonFormProps {
  readonly guest: GuestDetails;
  readonly person: Person;
  readonly onClose: () => void;
}

function PersonForm({ guest, person, onClose }: PersonFormProps): ReactNode {
  const { t } = useTranslation();
  const [before] = useState(() => ({ texts: textsOf(person), consents: consentsOf(person) }));
  const [texts, setTexts] = useState(before.texts);
  const [given, setGiven] = useState(before.consents);
  const [validated, setValidated] = useState(person.emailValidatedAtMs !== undefined);
  const [problem, setProblem] = useState<{ readonly field: string; readonly sentence: string }>();
  const [open, setOpen] = useState<string>('name');
  const service = useAsk('domains.list').data?.rows.find(({ id }) => id === guest.domainId)?.service;
  const save = useChange('guests.setPerson', {
    said: () => t('person.saved'),
    onDone: onClose,
    onProblem: (error) => showProblem(error),
  });

  /** Opens the section of the field that was refused. */
  function showProblem(error: unknown): boolean {
    const { field, sentence } = problemOf(error);
    const section = sections.find(([, names]) => (names as readonly string[]).includes(field ?? ''));
    if (field === undefined || section === undefined) return false;
    setProblem({ field, sentence });
    setOpen(section[0]);
    return true;
  }

  const shown = sections.filter(([name]) => name !== pppoeSection || service === 'pppoe');
  return (
    <FormPanel
      open
      title={t('person.title')}
      width={600}
      onClose={onClose}
      dirty={texts !== before.texts || given !== before.consents}
      submitLabel={t('common.save')}
      submitting={save.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        setProblem(undefined);
        save.run({
          id: guest.id,
          ...changesOf(texts, before.texts),
          ...consentChanges(given, before.consents),
          ...(validated !== (person.emailValidatedAtMs !== undefined) && { emailValidated: validated }),
        });
      }}
    >
      <ProblemNote error={save.shownError} />
      {shown.map((section) => (
        <Fold key={section[0]} name={section[0]} open={open} onOpen={setOpen}>
          <Fields section={section} texts={texts} problem={problem} onChange={setTexts} />
          {section[0] === 'contact' && (
            <FormControlLabel
              control={<Switch checked={validated} onChange={(_event, on) => setValidated(on)} />}
              label={t('person.email-validated')}
            />
          )}
        </Fold>
      ))}
      <Fold name="consents" open={open} onOpen={setOpen}>
        <Consents guest={guest} person={person} given={given} onChange={setGiven} />
      </Fold>
    </FormPanel>
  );
}

interface FoldProps {
  readonly name: Section[0] | 'consents';
  readonly open: string;
  readonly onOpen: (name: string) => void;
  readonly children: ReactNode;
}

function Fold({ name, open, onOpen, children }: FoldProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Accordion
      disableGutters
      variant="outlined"
      expanded={open === name}
      onChange={(_event, expanded) => onOpen(expanded ? name : '')}
      sx={{ mb: 1, borderRadius: '10px !important', '&::before': { display: 'none' } }}
    >
      <AccordionSummary expandIcon={<ExpandIcon />}>
        <Typography sx={{ fontWeight: 650 }}>{t(`person.section-${name}`)}</Typography>
      </AccordionSummary>
      <AccordionDetails>
        <Stack sx={{ gap: 2 }}>{children}</Stack>
      </AccordionDetails>
    </Accordion>
  );
}

interface FieldsProps {
  readonly section: Section;
  readonly texts: PersonTexts;
  readonly problem: { readonly field: string; readonly sentence: string } | undefined;
  readonly onChange: (texts: PersonTexts) => void;
}

function Fields({ section, texts, problem, onChange }: FieldsProps): ReactNode {
  const { t } = useTranslation();
  const choices = useChoices();
  return section[1].map((name) => {
    const options = choices[name];
    return (
      <TextField
        key={name}
        select={options !== undefined}
        type={name === 'documentExpires' ? 'date' : name === 'email' ? 'email' : 'text'}
        label={t(`person.${name}`)}
        value={texts[name]}
        error={problem?.field === name}
        helperText={problem?.field === name ? problem.sentence : undefined}
        onChange={(event) => onChange({ ...texts, [name]: event.target.value })}
        slotProps={{
          htmlInput: { autoComplete: 'off', dir: 'auto' },
          ...(name === 'documentExpires' && { inputLabel: { shrink: true } }),
        }}
      >
        {options?.map(([value, label]) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextField>
    );
  });
}

type Options = readonly (readonly [value: string, label: string])[];

/** Fields that are chosen from a list; the first choice is none. */
function useChoices(): Partial<Record<PersonField, Options>> {
  const { t, i18n } = useTranslation();
  const none = ['', t('person.unknown')] as const;
  const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
  const places = countries.map(({ code }) => [code, names.of(code) ?? code] as const);
  return {
    gender: [none, ...genders.map((gender) => [gender, t(`person.gender-${gender}`)] as const)],
    documentKind: [none, ...documentKinds.map((kind) => [kind, t(`person.document-${kind}`)] as const)],
    country: [none, ...places.toSorted(([, a], [, b]) => a.localeCompare(b, i18n.language))],
  };
}
