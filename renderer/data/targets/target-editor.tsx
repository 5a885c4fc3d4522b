import { blackCategories, resaleCategory } from '../../../analysis/model/black-category.ts';
import { codesOf } from '../../../analysis/model/code-names.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { badKinds, goodKinds, isLabelTarget, reasonFamilies, type Target } from '../../../analysis/model/target.ts';
import { codeName } from '../../../analysis/model/code-names.ts';
import { named, t } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { codeText } from '../../i18n/values.ts';
import { factKind } from '../../orders/fact-words.ts';
import { Choices } from '../../parts/choices.tsx';
import { Panel } from '../../parts/panel.tsx';
import { DaysInput } from '../../parts/days-input.tsx';
import { ExcludeFields } from './exclude-fields.tsx';
import { TargetActions } from './target-actions.tsx';
import { editTarget } from './target-drafts.ts';
import type { ListedTarget } from './listed-target.ts';

export interface TargetEditorProps {
  readonly info: ProjectInfo;
  readonly listed: ListedTarget;
}

/** All a target says. Every edit is a draft at once; nothing else changes until it is saved. */
export function TargetEditor({ info, listed }: TargetEditorProps) {
  const { target } = listed;
  const set = (change: Partial<Target>): void => editTarget(tidy({ ...target, ...change }));
  const byLabel = target.kinds.length > 0 && isLabelTarget(target);
  return (
    <Panel title={named(target.name) || t('targets.newName')} className="target-editor">
      <div className="stack">
        <NameFields target={target} onChange={(name) => set({ name })} />
        <Choices
          title={outcomeText(target, 'targets.badKinds')}
          all={badKinds}
          chosen={target.kinds}
          word={factKind}
          onChange={(kinds) => set({ kinds: [...kinds] })}
          problem={target.kinds.length === 0 ? t('targets.kindsMissing') : null}
        />
        {target.kinds.includes('chargeback') ? (
          <Choices
            title={t('targets.families')}
            all={reasonFamilies}
            chosen={target.reasonFamilies}
            word={(family) => wordOf(codeName('family', family)) ?? family}
            onChange={(families) => set({ reasonFamilies: [...families] })}
            hint={t('targets.familiesHint')}
          />
        ) : null}
        {target.kinds.includes('black') ? (
          <Choices
            title={t('targets.categories')}
            all={[
              ...new Set([
                ...blackCategories.filter((one) => one !== resaleCategory),
                ...(target.blackCategories ?? []),
              ]),
            ]}
            chosen={target.blackCategories ?? []}
            word={(category) => codeText(category, 'black')}
            onChange={(categories) => set({ blackCategories: [...categories] })}
            hint={t('targets.categoriesHint')}
          />
        ) : null}
        <label className="field">
          <span className="label">{t('targets.horizonDays')}</span>
          <DaysInput value={target.horizonDays} onChange={(horizonDays) => set({ horizonDays })} />
          <span className="note">{t('settings.horizonHint')}</span>
        </label>
        {byLabel ? null : (
          <Choices
            title={t('targets.goodWhen')}
            all={goodKinds}
            chosen={target.goodWhen ?? []}
            word={factKind}
            onChange={(goodWhen) => set({ goodWhen: [...goodWhen] })}
            hint={t('targets.goodWhenHint')}
          />
        )}
        <Choices
          title={t('targets.payments')}
          all={[...new Set([...codesOf('payment_method'), ...(target.excludePaymentMethods ?? [])])]}
          chosen={target.excludePaymentMethods ?? []}
          word={(code) => codeText(code, 'payment_method')}
          onChange={(codes) => set({ excludePaymentMethods: [...codes] })}
        />
        <ExcludeFields info={info} target={target} onChange={(exclude) => set({ exclude: [...exclude] })} />
        <TargetActions info={info} listed={listed} />
      </div>
    </Panel>
  );
}

/** What says nothing is left out, so that a target that was changed back is as it was. */
function tidy(edited: Target): Target {
  const {
    goodWhen = [],
    exclude = [],
    excludePaymentMethods = [],
    blackCategories: categories = [],
    ...target
  } = edited;
  const chargebacks = target.kinds.includes('chargeback');
  return {
    ...target,
    reasonFamilies: chargebacks ? target.reasonFamilies : [],
    ...(categories.length === 0 || !target.kinds.includes('black') ? {} : { blackCategories: categories }),
    ...(excludePaymentMethods.length === 0 ? {} : { excludePaymentMethods }),
    ...(goodWhen.length === 0 || isLabelTarget(target) ? {} : { goodWhen }),
    ...(exclude.length === 0 ? {} : { exclude }),
  };
}

const wordOf = (name: Target['name'] | undefined): string | undefined => (name === undefined ? undefined : named(name));

interface NameFieldsProps {
  readonly target: Target;
  readonly onChange: (name: Target['name']) => void;
}

function NameFields({ target: { name }, onChange }: NameFieldsProps) {
  const missing = name.ja.trim() === '' && name.en.trim() === '';
  const field = (key: 'ja' | 'en') => (
    <label className="field grow">
      <span className="label">{t(key === 'ja' ? 'targets.nameJa' : 'targets.nameEn')}</span>
      <input
        className="input"
        maxLength={200}
        value={name[key]}
        aria-invalid={missing ? true : undefined}
        onChange={(event) => onChange({ ...name, [key]: event.target.value })}
      />
    </label>
  );
  return (
    <div className="stack tight">
      <div className="row wrap">
        {field('ja')}
        {field('en')}
      </div>
      {missing ? (
        <span className="field-problem error" role="alert">
          {t('targets.nameMissing')}
        </span>
      ) : (
        <span className="note">{t('targets.nameHint')}</span>
      )}
    </div>
  );
}
