/** The frame of every step: where one is, what it is about, and the buttons on. */
import CheckIcon from '@mui/icons-material/Check';
import { Box, Stack, Typography } from '@mui/material';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Wordmark } from '../parts/wordmark';
import { LanguageChoice } from '../sign-in/language-choice';

export const stepKeys = ['venue', 'owner', 'key', 'products', 'printer', 'router', 'ready'] as const;
export type StepKey = (typeof stepKeys)[number];

interface WizardFrameProps {
  readonly step: StepKey;
  readonly title: string;
  readonly intro: string;
  readonly children: ReactNode;
  /** Buttons; the main one last. */
  readonly foot: ReactNode;
}

export function WizardFrame({ step, title, intro, children, foot }: WizardFrameProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Gatehouse`;
    // A screen reader starts at the new step; a field that wants the focus takes it from here.
    if (document.activeElement === document.body) heading.current?.focus();
  }, [title]);
  return (
    <Stack direction="row" sx={{ height: '100%', bgcolor: 'background.default' }}>
      <Steps step={step} />
      <Stack component="main" sx={{ flex: 1, minWidth: 0, height: '100%', overflowY: 'auto' }}>
        <Stack sx={{ flex: 1, width: '100%', maxWidth: 760, mx: 'auto', px: 5, py: 6 }}>
          <Typography ref={heading} variant="h1" tabIndex={-1} sx={{ outline: 'none', fontSize: '1.875rem' }}>
            {title}
          </Typography>
          <Typography sx={{ color: 'text.secondary', mt: 1, mb: 4, maxWidth: '62ch', fontSize: '1rem' }}>
            {intro}
          </Typography>
          {children}
          <Stack direction="row" sx={{ gap: 1.5, mt: 4, justifyContent: 'flex-end', alignItems: 'center' }}>
            {foot}
          </Stack>
        </Stack>
      </Stack>
    </Stack>
  );
}

function Steps({ step }: { readonly step: StepKey }): ReactNode {
  const { t } = useTranslation();
  const current = stepKeys.indexOf(step);
  return (
    <Stack
      component="nav"
      aria-label={t('set-up.steps')}
      sx={(theme) => ({
        width: 300,
        flexShrink: 0,
        p: 4,
        color: theme.vars.palette.rail.text,
        bgcolor: theme.vars.palette.rail.main,
        backgroundImage: 'radial-gradient(600px 400px at 0% 100%, rgba(87, 199, 209, 0.16), transparent)',
      })}
    >
      <Wordmark />
      <Stack component="ol" sx={{ listStyle: 'none', m: 0, p: 0, mt: 6, gap: 0.5, flex: 1 }}>
        {stepKeys.map((key, index) => (
          <Step
            key={key}
            stepKey={key}
            number={index + 1}
            state={index < current ? 'done' : index === current ? 'now' : 'next'}
          />
        ))}
      </Stack>
      <Box sx={(theme) => ({ '& button': { color: theme.vars.palette.rail.quiet } })}>
        <LanguageChoice />
      </Box>
    </Stack>
  );
}

interface StepProps {
  readonly stepKey: StepKey;
  readonly number: number;
  readonly state: 'done' | 'now' | 'next';
}

function Step({ stepKey, number, state }: StepProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Stack
      component="li"
      direction="row"
      aria-current={state === 'now' ? 'step' : undefined}
      sx={(theme) => ({
        alignItems: 'center',
        gap: 1.75,
        minHeight: 48,
        color: state === 'now' ? theme.vars.palette.rail.text : theme.vars.palette.rail.quiet,
        fontWeight: state === 'now' ? 650 : 500,
      })}
    >
      <Box
        aria-hidden
        sx={(theme) => ({
          width: 30,
          height: 30,
          borderRadius: '50%',
          display: 'grid',
          placeItems: 'center',
          fontSize: '0.875rem',
          fontWeight: 700,
          flexShrink: 0,
          ...(state === 'now'
            ? { backgroundColor: theme.vars.palette.rail.mark, color: '#06262b' }
            : state === 'done'
              ? { backgroundColor: 'rgba(87, 199, 209, 0.22)', color: theme.vars.palette.rail.mark }
              : { border: '1.5px solid rgba(255, 255, 255, 0.28)' }),
        })}
      >
        {state === 'done' ? <CheckIcon sx={{ fontSize: 18 }} /> : number}
      </Box>
      <span>{t(`set-up.step-${stepKey}`)}</span>
    </Stack>
  );
}
