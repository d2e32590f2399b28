/** The routers of the venue: who asks us, since when, and the commands that make them ask. */
import AddIcon from '@mui/icons-material/Add';
import RouterIcon from '@mui/icons-material/RouterOutlined';
import { zodResolver } from '@hookform/resolvers/zod';
import { Box, Button, Card, Link, Stack, Typography } from '@mui/material';
import { useState, type ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useAsk } from '../api';
import { Answer, Empty, ProblemNote } from '../parts/answer';
import { useChange } from '../parts/changes';
import { showAtField } from '../parts/form-problem';
import { useFormats } from '../parts/formats';
import { Light, type LightColor } from '../parts/light';
import { useNow } from '../parts/now';
import { useNamed } from '../parts/named';
import { Page } from '../parts/page';
import { useMay } from '../parts/who';
import { ConnectRouter, emptyRouter, RouterFields, routerForm, servicesOf, type RouterForm } from '../parts/routers';
import { serverText } from '../parts/problem';
import { FormPanel, SidePanel } from '../parts/side-panel';
import type { RouterView } from '../parts/troubles';

type Panel = { readonly kind: 'add' } | { readonly kind: 'edit' | 'connect'; readonly id: number };

const fieldOf = { name: 'name', address: 'address', secret: 'secret', services: 'pppoe' } as const;

export function Routers(): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const mayAdd = useMay('technical');
  const [panel, setPanel] = useState<Panel>();
  const routers = useAsk('routers.list');
  // Other screens send here: to add an address that asks, or to see the commands of a router.
  const asked = search.get('add');
  const open = asked === null ? (connectAsked(search) ?? panel) : ({ kind: 'add' } as const);
  const show = (next: Panel | undefined): void => {
    if (search.size > 0) setSearch({}, { replace: true });
    setPanel(next);
  };
  const chosen = open && open.kind !== 'add' ? routers.data?.rows.find(({ id }) => id === open.id) : undefined;

  return (
    <Page
      title={t('place.routers')}
      intro={t('routers.intro')}
      actions={
        mayAdd && (
          <Button variant="contained" startIcon={<AddIcon />} onClick={() => show({ kind: 'add' })}>
            {t('routers.add')}
          </Button>
        )
      }
    >
      <Answer of={routers}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty
              icon={<RouterIcon />}
              title={t('routers.none')}
              action={
                mayAdd && (
                  <Button variant="contained" onClick={() => show({ kind: 'add' })}>
                    {t('routers.add')}
                  </Button>
                )
              }
            >
              {t('routers.none-hint')}
            </Empty>
          ) : (
            <Stack component="ul" sx={{ listStyle: 'none', m: 0, p: 0, gap: 1.5 }}>
              {rows.map((router) => (
                <RouterRow key={router.id} router={router} onOpen={show} />
              ))}
            </Stack>
          )
        }
      </Answer>
      {open?.kind === 'add' && (
        <AddRouter
          address={asked ?? ''}
          onClose={() => show(undefined)}
          onAdded={(id) => show({ kind: 'connect', id })}
        />
      )}
      {open?.kind === 'edit' && chosen && (
        <EditRouter
          router={chosen}
          onClose={() => show(undefined)}
          onNewSecret={() => show({ kind: 'connect', id: chosen.id })}
        />
      )}
      {open?.kind === 'connect' && chosen && (
        <SidePanel
          open
          width={720}
          title={t('routers.connect', { name: chosen.name })}
          onClose={() => show(undefined)}
          foot={
            <Button variant="contained" onClick={() => show(undefined)}>
              {t('common.done')}
            </Button>
          }
        >
          <ConnectRouter router={chosen} />
        </SidePanel>
      )}
    </Page>
  );
}

function connectAsked(search: URLSearchParams): Panel | undefined {
  const id = Number(search.get('connect') ?? Number.NaN);
  return Number.isInteger(id) ? { kind: 'connect', id } : undefined;
}

const lights: Record<RouterView['state'], LightColor> = {
  waiting: 'quiet',
  ok: 'success',
  silent: 'error',
  'wrong-secret': 'error',
};

interface RouterRowProps {
  readonly router: RouterView;
  readonly onOpen: (panel: Panel) => void;
}

function RouterRow({ router, onOpen }: RouterRowProps): ReactNode {
  const { t } = useTranslation();
  const { name, address, services, state, onlineSessions } = router;
  const mayChange = useMay('technical');
  const named = useNamed();
  const remove = useChange('routers.remove', { said: () => t('routers.removed', { name }) });
  return (
    <Card component="li" sx={{ p: 2.5 }}>
      <Stack direction="row" sx={{ gap: 3, alignItems: 'center', flexWrap: 'wrap' }}>
        <Box sx={{ flex: 1, minWidth: 220 }}>
          {mayChange ? (
            <Link
              component="button"
              onClick={() => onOpen({ kind: 'edit', id: router.id })}
              sx={{ fontWeight: 650, fontSize: '1.0625rem', textAlign: 'start', overflowWrap: 'anywhere' }}
            >
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <Typography sx={{ fontWeight: 650, fontSize: '1.0625rem', overflowWrap: 'anywhere' }}>
              <bdi>{name}</bdi>
            </Typography>
          )}
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            <span dir="ltr">{address}</span> · {services.map((service) => t(`routers.${service}`)).join(', ')}
          </Typography>
        </Box>
        <Box sx={{ minWidth: 230 }}>
          <Light color={lights[state]}>{t(`routers.state-${state}`)}</Light>
          <Typography variant="body2" sx={{ color: 'text.secondary', paddingInlineStart: 2.25 }}>
            <LastPacket router={router} />
          </Typography>
        </Box>
        <Typography variant="body2" sx={{ minWidth: 96 }}>
          {t('routers.online', { count: onlineSessions })}
        </Typography>
        {mayChange && (
          <Stack direction="row" sx={{ gap: 1 }}>
            <Button
              variant="outlined"
              aria-label={named(t('routers.show-commands'), name)}
              onClick={() => onOpen({ kind: 'connect', id: router.id })}
            >
              {t('routers.show-commands')}
            </Button>
            <Button
              aria-label={named(t('common.remove'), name)}
              loading={remove.isPending}
              onClick={() => remove.run({ id: router.id })}
            >
              {t('common.remove')}
            </Button>
          </Stack>
        )}
      </Stack>
      {state === 'wrong-secret' && (
        <Typography role="alert" color="error" sx={{ mt: 1.5, fontWeight: 550 }}>
          {serverText('routers.wrong-secret-hint', router.problem ?? t('routers.wrong-secret-hint'))}{' '}
          {t('routers.paste-again')}
        </Typography>
      )}
    </Card>
  );
}

function LastPacket({ router }: { readonly router: RouterView }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const nowMs = useNow();
  if (router.lastAuthenticAtMs === undefined) return t('routers.never');
  return t('routers.last-packet', { when: formats.ago(router.lastAuthenticAtMs, nowMs) });
}

interface AddRouterProps {
  readonly address: string;
  readonly onClose: () => void;
  readonly onAdded: (id: number) => void;
}

function AddRouter({ address, onClose, onAdded }: AddRouterProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<RouterForm>({ defaultValues: { ...emptyRouter, address }, resolver: zodResolver(routerForm) });
  const add = useChange('routers.add', {
    said: ({ name }) => t('routers.added', { name }),
    onDone: ({ id }) => onAdded(id),
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit((checked) =>
    add.run({
      name: checked.name,
      address: checked.address,
      services: servicesOf(checked),
      ...(checked.secret !== '' && { secret: checked.secret }),
    }),
  );
  return (
    <FormPanel
      open
      title={t('routers.add')}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('routers.add-and-connect')}
      submitting={add.isPending}
      onSubmit={(event) => void submit(event)}
    >
      <ProblemNote error={add.shownError} />
      <RouterFields form={form} />
    </FormPanel>
  );
}

interface EditRouterProps {
  readonly router: RouterView;
  readonly onClose: () => void;
  readonly onNewSecret: () => void;
}

function EditRouter({ router, onClose, onNewSecret }: EditRouterProps): ReactNode {
  const { t } = useTranslation();
  const form = useForm<RouterForm>({
    defaultValues: {
      name: router.name,
      address: router.address,
      hotspot: router.services.includes('hotspot'),
      pppoe: router.services.includes('pppoe'),
      secret: '',
    },
    resolver: zodResolver(routerForm),
  });
  const update = useChange('routers.update', {
    said: ({ name }) => t('routers.changed', { name: name ?? router.name }),
    // A new secret works only once the router has it too: show what to paste.
    onDone: (_output, { secret }) => (secret === undefined ? onClose() : onNewSecret()),
    onProblem: (error) => showAtField(form, error, fieldOf),
  });
  const submit = form.handleSubmit((checked) =>
    update.run({
      id: router.id,
      name: checked.name,
      address: checked.address,
      services: servicesOf(checked),
      ...(checked.secret !== '' && { secret: checked.secret }),
    }),
  );
  return (
    <FormPanel
      open
      title={router.name}
      onClose={onClose}
      dirty={form.formState.isDirty}
      submitLabel={t('common.save')}
      submitting={update.isPending}
      onSubmit={(event) => void submit(event)}
      aside={
        <Button onClick={() => update.run({ id: router.id, secret: 'generate' })}>{t('routers.new-secret')}</Button>
      }
    >
      <ProblemNote error={update.shownError} />
      <RouterFields form={form} existing />
    </FormPanel>
  );
}
