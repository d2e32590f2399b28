/** A new version of a text, written in as many languages as the venue has words for, and published at once. */
import CheckIcon from '@mui/icons-material/Check';
import { Alert, Box, Stack, Tab, Tabs, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages, type Language } from '../../preload/contract/base';
import type { LegalKind } from '../../preload/contract/legal';
import { useAsk } from '../api';
import { Answer, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { useFormats } from '../parts/formats';
import { LegalBody } from '../parts/legal-body';
import { FormPanel, SidePanel } from '../parts/side-panel';
import { useVenue } from '../parts/who';
import { ownName } from '../text';
import { BodyField } from './legal-reader';
import type { LegalVersion } from './legal-texts';

interface LegalEditorProps {
  readonly kind: LegalKind;
  /** Undefined: for the whole venue. */
  readonly domainId: number | undefined;
  /** What it begins with a copy of. */
  readonly last: LegalVersion | undefined;
  readonly onClose: () => void;
}

type Bodies = Partial<Record<Language, string>>;

export function LegalEditor({ last, ...rest }: LegalEditorProps): ReactNode {
  return last ? <CopyOf id={last.id} {...rest} /> : <Editor first={{}} {...rest} />;
}

type EditorProps = Omit<LegalEditorProps, 'last'>;

function CopyOf({ id, ...rest }: EditorProps & { readonly id: number }): ReactNode {
  const { t } = useTranslation();
  const asked = useAsk('legal.get', { id });
  if (asked.data) {
    const first = Object.fromEntries(asked.data.texts.map(({ language, body }) => [language, body]));
    return <Editor first={first} {...rest} />;
  }
  return (
    <SidePanel open width={900} title={t(`legal.kind-${rest.kind}`)} onClose={rest.onClose}>
      <Answer of={asked}>{() => null}</Answer>
    </SidePanel>
  );
}

function Editor({ kind, domainId, first, onClose }: EditorProps & { readonly first: Bodies }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const venue = useVenue();
  // Kept as it was when the panel opened: news of another publication must not change what is being written.
  const [begunWith] = useState(first);
  const [bodies, setBodies] = useState<Bodies>(first);
  const [language, setLanguage] = useState<Language>(venue.language);
  const publish = useChange('legal.publish', {
    said: (_input, { number }) => t('legal.said', { number: formats.number(number) }),
    onDone: onClose,
    onProblem: () => false,
  });
  const texts = languages.flatMap((each) => {
    const body = bodies[each]?.trim() ?? '';
    return body === '' ? [] : [{ language: each, body }];
  });
  const [tried, setTried] = useState(false);
  return (
    <FormPanel
      open
      width={900}
      title={t(`legal.kind-${kind}`)}
      onClose={onClose}
      dirty={bodies !== begunWith}
      submitLabel={t('legal.publish')}
      submitting={publish.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (texts.length > 0) publish.run({ kind, texts, ...(domainId !== undefined && { domainId }) });
      }}
    >
      <Stack sx={{ gap: 2 }}>
        <Alert severity="info">{t('legal.publish-hint')}</Alert>
        <ProblemNote error={publish.shownError} />
        {tried && texts.length === 0 && <Alert severity="error">{t('legal.nothing-written')}</Alert>}
        <Tabs
          value={language}
          variant="scrollable"
          allowScrollButtonsMobile
          aria-label={t('legal.languages')}
          onChange={(_event, chosen: Language) => setLanguage(chosen)}
        >
          {languages.map((each) => (
            <Tab
              key={each}
              value={each}
              lang={each}
              iconPosition="end"
              label={ownName(each)}
              {...(texts.some((text) => text.language === each) && { icon: <CheckIcon fontSize="small" /> })}
              sx={{ minHeight: 48 }}
            />
          ))}
        </Tabs>
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' }, gap: 3 }}>
          <BodyField
            language={language}
            body={bodies[language] ?? ''}
            onChange={(body) => setBodies({ ...bodies, [language]: body })}
          />
          <Preview language={language} body={bodies[language] ?? ''} />
        </Box>
      </Stack>
    </FormPanel>
  );
}

function Preview({ language, body }: { readonly language: Language; readonly body: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <Box sx={{ bgcolor: 'background.sunken', borderRadius: '10px', p: 2, minWidth: 0 }}>
      <Typography variant="subtitle2" sx={{ mb: 1 }}>
        {t('legal.preview')}
      </Typography>
      {body.trim() === '' ? (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {t('legal.preview-empty')}
        </Typography>
      ) : (
        <LegalBody language={language} body={body} />
      )}
    </Box>
  );
}
