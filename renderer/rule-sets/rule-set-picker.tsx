import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Combobox } from '../parts/combobox.tsx';
import { go } from '../state/address.ts';
import { isChanged, type RuleDocument } from './document.ts';

export interface RuleSetPickerProps {
  readonly all: readonly RuleDocument[];
  readonly value: string | null;
  readonly onChoose: (id: string) => void;
}

/** A rule set as it is now, unsaved changes included. */
export function RuleSetPicker({ all, value, onChoose }: RuleSetPickerProps) {
  if (all.length === 0) {
    return (
      <div className="stack">
        <p className="note">{t('rules.none')}</p>
        <Button icon="rules" onClick={() => go({ room: 'rules', path: [] })}>
          {t('rules.toRules')}
        </Button>
      </div>
    );
  }
  const choices = all.map((document) => ({
    value: document.id,
    label: document.now.ruleSet.name || t('set.unnamed'),
    hint: `${document.now.ruleSet.modelId} · ${versionText(document)}`,
  }));
  const chosen = all.find((document) => document.id === value);
  return (
    <div className="field">
      <span className="label" aria-hidden="true">
        {t('rules.set')}
      </span>
      <Combobox label={t('rules.set')} value={value} choices={choices} onChoose={onChoose} />
      {chosen ? (
        <p className="row wrap note set-facts">
          <span className="mono">{chosen.now.ruleSet.modelId}</span>
          <span>{versionText(chosen)}</span>
          <span>{t('set.ruleCount', { count: chosen.now.ruleSet.rules.length })}</span>
          <button type="button" className="link" onClick={() => go({ room: 'rules', path: [chosen.id] })}>
            {t('rules.openSet')}
          </button>
        </p>
      ) : null}
    </div>
  );
}

function versionText(document: RuleDocument): string {
  if (document.saved === null) return t('rules.notSavedYet');
  const version = `v${document.saved.version}`;
  return isChanged(document) ? `${version} + ${t('rules.unsaved')}` : version;
}
