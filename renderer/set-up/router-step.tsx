/** The router: name and address, then the commands to paste and the light that turns green. */
import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Stack } from '@mui/material';
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useAsk, useDo } from '../api';
import { ProblemNote } from '../parts/answer';
import { showAtField } from '../parts/form-problem';
import { ConnectRouter, emptyRouter, RouterFields, routerForm, servicesOf, type RouterForm } from '../parts/routers';
import type { RouterView } from '../parts/troubles';
import { WizardFrame } from './wizard-frame';

export function RouterStep({ onDone }: { readonly onDone: () => void }): ReactNode {
  const [router] = useAsk('routers.list').data?.rows ?? [];
  return router ? <Connect router={router} onDone={onDone} /> : <AddRouter onDone={onDone} />;
}

function AddRouter({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation();
  const form = useForm<RouterForm>({ defaultValues: emptyRouter, resolver: zodResolver(routerForm) });
  const add = useDo('routers.add');
  const submit = form.handleSubmit((checked) =>
    add.mutate(
      {
        name: checked.name,
        address: checked.address,
        services: servicesOf(checked),
        ...(checked.secret !== '' && { secret: checked.secret }),
      },
      { onError: (error) => showAtField(form, error, { name: 'name', address: 'address', secret: 'secret' }) },
    ),
  );
  return (
    <form noValidate onSubmit={(event) => void submit(event)} style={{ height: '100%' }}>
      <WizardFrame
        step="router"
        title={t('set-up.router-title')}
        intro={t('set-up.router-intro')}
        foot={
          <>
            <Button size="large" onClick={onDone}>
              {t('set-up.skip')}
            </Button>
            <Button type="submit" variant="contained" size="large" loading={add.isPending}>
              {t('set-up.add-router')}
            </Button>
          </>
        }
      >
        <Stack sx={{ maxWidth: 520 }}>
          <ProblemNote error={add.error} />
          <RouterFields form={form} />
        </Stack>
      </WizardFrame>
    </form>
  );
}

function Connect({ router, onDone }: { readonly router: RouterView; readonly onDone: () => void }): ReactNode {
  const { t } = useTranslation();
  const connected = router.state === 'ok' || router.state === 'silent';
  return (
    <WizardFrame
      step="router"
      title={t('routers.connect', { name: router.name })}
      intro={t('set-up.connect-intro')}
      foot={
        <Button variant={connected ? 'contained' : 'outlined'} size="large" onClick={onDone}>
          {t(connected ? 'common.continue' : 'set-up.continue-without-router')}
        </Button>
      }
    >
      <ConnectRouter router={router} />
    </WizardFrame>
  );
}
