import { targetPresets } from '../../analysis/model/target.ts';
import { t } from '../i18n/index.ts';
import { Combobox } from '../parts/combobox.tsx';
import { change, type Draft } from './import-flow.ts';
import { setLabel } from './mapping-edit.ts';

const noneValue = '#none';
const shownValues = 12;

/** The file's own label column and which of its values mean bad. */
export function LabelFields({ draft }: { readonly draft: Draft }) {
  const { preview, labelFrom, mapping } = draft;
  const headers = preview.columns.map((column) => ({ value: column.name, label: column.name }));
  const choices = [{ value: noneValue, label: t('data.noLabel') }, ...headers];
  const bad = (mapping.label?.bad ?? []).map(String);
  const choose = (value: string) => {
    const from = value === noneValue ? null : value;
    const preset = targetPresets.find((target) => target.id === (from === null ? 'card-fraud' : 'label'));
    change((before) => ({
      ...before,
      labelFrom: from,
      mapping: setLabel(before.mapping, from, []),
      target: before.outcomes === null && preset ? preset : before.target,
    }));
  };
  return (
    <>
      <div className="field">
        <span className="label">{t('data.label')}</span>
        <Combobox label={t('data.label')} value={labelFrom ?? noneValue} choices={choices} onChoose={choose} />
      </div>
      {labelFrom === null ? null : <BadValues draft={draft} from={labelFrom} bad={bad} />}
    </>
  );
}

interface BadValuesProps {
  readonly draft: Draft;
  readonly from: string;
  readonly bad: readonly string[];
}

function BadValues({ draft, from, bad }: BadValuesProps) {
  const at = draft.preview.columns.findIndex((column) => column.name === from);
  const seen = draft.preview.rows.map((row) => (row[at] ?? '').trim()).filter((value) => value !== '');
  const values = [...new Set([...bad, ...seen])].slice(0, shownValues);
  const set = (next: readonly string[]) =>
    change((before) => ({ ...before, mapping: setLabel(before.mapping, from, next) }));
  const toggle = (value: string) => set(bad.includes(value) ? bad.filter((other) => other !== value) : [...bad, value]);
  return (
    <fieldset className="bad-values">
      <legend>{t('data.badValues')}</legend>
      <div className="row wrap">
        {values.map((value) => (
          <label key={value} className="row">
            <input type="checkbox" checked={bad.includes(value)} onChange={() => toggle(value)} />
            <span className="mono">{value}</span>
          </label>
        ))}
      </div>
      <input
        className="input small"
        aria-label={t('data.otherBadValue')}
        placeholder={t('data.otherBadValue')}
        onKeyDown={(event) => {
          const value = event.currentTarget.value.trim();
          if (event.key !== 'Enter' || value === '') return;
          event.currentTarget.value = '';
          if (!bad.includes(value)) set([...bad, value]);
        }}
      />
      <p className="note">{t('data.badValuesNote')}</p>
    </fieldset>
  );
}
