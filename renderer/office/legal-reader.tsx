/** A published version as guests read it; and where it holds, a language it lacks can be added. */
import { Alert, Box, Button, Stack, Tab, Tabs, TextField, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import { MOST_LEGAL_CHARACTERS } from '../../preload/contract/legal';
import { useAsk, type Output } from '../api';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { Parts } from '../parts/facts';
import { useFormats } from '../parts/formats';
import { LegalBody } from '../parts/legal-body';
import { SidePanel } from '../parts/side-panel';
import { ownName } from '../text';

type Shown = Output<'legal.get'>;

interface LegalReaderProps {
  readonly id: number;
  readonly onClose: () => void;
}

export function LegalReader({ id, onClose }: LegalReaderProps): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const asked = useAsk('legal.get', { id });
  const version = asked.data?.version;
  const title =
    version && `${t(`legal.kind-${version.kind}`)} · ${t('legal.version', { number: formats.number(version.number) })}`;
  return (
    <SidePanel open width={760} title={title ?? t('legal.text')} onClose={onClose}>
      <Answer of={asked}>{(shown) => <Version shown={shown} />}</Answer>
    </SidePanel>
  );
}

function Version({ shown }: { readonly shown: Shown }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { version, texts, accepted } = shown;
  const [language, setLanguage] = useState<Language>(texts[0]?.language ?? 'en');
  const text = texts.find((each) => each.language === language);
  const offered = version.current ? languages : languages.filter((each) => version.languages.includes(each));
  return (
    <Stack sx={{ gap: 2 }}>
      <Typography variant="body2" sx={{ color: 'text.secondary' }}>
        <Parts
          parts={[
            version.current ? t('legal.holds') : t('legal.superseded'),
            t('legal.accepted', { number: formats.number(accepted) }),
          ]}
        />
      </Typography>
      <Tabs
        value={language}
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label={t('legal.languages')}
        onChange={(_event, chosen: Language) => setLanguage(chosen)}
      >
        {offered.map((each) => (
          <Tab key={each} value={each} lang={each} label={ownName(each)} />
        ))}
      </Tabs>
      {text ? (
        <>
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            <Parts parts={[formats.exact(text.publishedAtMs), text.operatorName]} />
          </Typography>
          <LegalBody language={text.language} body={text.body} />
        </>
      ) : (
        <AddTranslation key={language} id={version.id} language={language} />
      )}
    </Stack>
  );
}

function AddTranslation({ id, language }: { readonly id: number; readonly language: Language }): ReactNode {
  const { t } = useTranslation();
  const [body, setBody] = useState('');
  const add = useChange('legal.addTranslation', {
    said: () => t('legal.translated', { language: ownName(language) }),
    onProblem: () => false,
  });
  return (
    <Stack sx={{ gap: 2 }}>
      <Alert severity="info">{t('legal.translation-hint')}</Alert>
      <ProblemNote error={add.shownError} />
      <BodyField language={language} body={body} onChange={setBody} />
      <Box>
        <Button
          variant="contained"
          disabled={body.trim() === ''}
          loading={add.isPending}
          onClick={() => add.run({ id, language, body })}
        >
          {t('legal.translate')}
        </Button>
      </Box>
    </Stack>
  );
}

interface BodyFieldProps {
  readonly language: Language;
  readonly body: string;
  readonly onChange: (body: string) => void;
}

/** Where a text is written, in its own direction. */
export function BodyField({ language, body, onChange }: BodyFieldProps): ReactNode {
  const { t } = useTranslation();
  return (
    <TextField
      multiline
      minRows={14}
      maxRows={24}
      label={t('legal.body', { language: ownName(language) })}
      value={body}
      onChange={(event) => onChange(event.target.value)}
      helperText={t('legal.body-hint')}
      slotProps={{
        htmlInput: { lang: language, dir: language === 'ar' ? 'rtl' : 'ltr', maxLength: MOST_LEGAL_CHARACTERS },
      }}
    />
  );
}
