import type { RuleSet } from '../../analysis/model/ruleset.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { copyText } from './rule-set-actions.ts';

export function JsonDialog({ ruleSet, onClose }: { readonly ruleSet: RuleSet; readonly onClose: () => void }) {
  const text = JSON.stringify(ruleSet, null, 2);
  const buttons = (
    <>
      <Button onClick={onClose}>{t('common.close')}</Button>
      <Button look="primary" icon="copy" onClick={() => copyText(text)}>
        {t('common.copy')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('rules.json')} onClose={onClose} buttons={buttons}>
      <pre className="json-text scroll" tabIndex={0} aria-label={t('rules.json')}>
        {text}
      </pre>
    </Dialog>
  );
}
