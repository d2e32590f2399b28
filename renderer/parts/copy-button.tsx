import CheckIcon from '@mui/icons-material/Check';
import ContentCopyIcon from '@mui/icons-material/ContentCopyOutlined';
import { Button, type ButtonProps } from '@mui/material';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from './notices';

const saidMs = 2_000;

interface CopyButtonProps extends Omit<ButtonProps, 'onClick'> {
  readonly text: string;
  readonly label: string;
}

/** Puts `text` on the clipboard and says so on the button itself. */
export function CopyButton({ text, label, ...button }: CopyButtonProps): ReactNode {
  const { t } = useTranslation();
  const notices = useNotices();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), saidMs);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // A page without the permission: the text is selectable on screen.
      notices.show({ kind: 'problem', text: t('copy.failed') });
    }
  }
  return (
    <Button startIcon={copied ? <CheckIcon /> : <ContentCopyIcon />} {...button} onClick={() => void copy()}>
      <span aria-live="polite">{copied ? t('copy.copied') : label}</span>
    </Button>
  );
}
