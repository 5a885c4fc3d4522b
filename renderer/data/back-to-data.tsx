import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { go } from '../state/address.ts';

export interface BackToDataProps {
  /** Where the address says more than the screen, or the way back is another. */
  readonly onBack?: () => void;
}

/** The way back to the overview of the data, at the head of every screen that is opened from it. */
export function BackToData({ onBack = () => go({ path: [] }) }: BackToDataProps) {
  return <Button onClick={onBack}>{t('data.back')}</Button>;
}
