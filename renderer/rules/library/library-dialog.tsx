import { useState, type KeyboardEvent } from 'react';
import { featuresNamed } from '../../../analysis/model/features.ts';
import { everything } from '../../../analysis/model/filter.ts';
import { fraudTypes, type FraudType } from '../../../analysis/model/rule-library/index.ts';
import type { RuleImpact } from '../../../analysis/model/backtest.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { useImpact, useImpacts } from '../../rule-sets/impacts.ts';
import { broughtFeatures } from './brought-features.ts';
import type { LibraryProps } from './library-button.tsx';
import { LibraryDoc } from './library-doc.tsx';
import { lacking, matching, ruleName, shownRules, type ShownRule } from './shown-rule.ts';
import './library.css';

/** Rules to take over: by kind of fraud, with what they catch, and how many orders of the project each would hit. */
export function LibraryDialog({ document, info, onClose }: LibraryProps & { readonly onClose: () => void }) {
  const [type, setType] = useState<FraudType | null>(null);
  const [text, setText] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const { ruleSet } = document.now;
  const { currency, timezone } = ruleSet;
  const all = shownRules(info, ruleSet);
  const questions = all.map(({ rule, checked }) =>
    checked.ok
      ? {
          when: rule.when,
          currency,
          timezone,
          filter: everything,
          features: featuresNamed(rule.when, [...(ruleSet.features ?? []), ...broughtFeatures(ruleSet, rule)]),
        }
      : null,
  );
  const { of: impacts } = useImpacts(info.dataVersion, questions);
  const impactOf = (shown: ShownRule): RuleImpact | null => impacts[all.indexOf(shown)] ?? null;
  const found = matching(all, type, text);
  const chosen = found.find(({ rule }) => rule.code === code) ?? found[0] ?? null;
  // The rule being read does not wait for its turn in the list.
  const own = useImpact(info.dataVersion, chosen === null ? null : (questions[all.indexOf(chosen)] ?? null));
  const shownImpact = chosen === null ? null : (impactOf(chosen) ?? (own.fresh ? own.value : null));
  return (
    <Dialog
      wide
      title={t('library.title')}
      onClose={onClose}
      buttons={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <div className="library">
        <div className="library-side">
          <input
            className="input"
            type="search"
            aria-label={t('library.search')}
            placeholder={t('library.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <select
            className="select"
            aria-label={t('library.types')}
            value={type ?? ''}
            onChange={(event) => setType(fraudTypes.find((one) => one === event.target.value) ?? null)}
          >
            <option value="">{`${t('library.allTypes')} (${count(all.length)})`}</option>
            {fraudTypes.map((one) => (
              <option key={one} value={one}>
                {`${t(`library.type.${one}`)} (${count(all.filter(({ rule }) => rule.type === one).length)})`}
              </option>
            ))}
          </select>
          <LibraryList {...{ found, chosen, impactOf }} onChoose={setCode} />
        </div>
        {chosen === null ? (
          <p className="note">{t('library.none')}</p>
        ) : (
          <LibraryDoc key={chosen.rule.code} {...{ document, info }} shown={chosen} impact={shownImpact} />
        )}
      </div>
    </Dialog>
  );
}

interface LibraryListProps {
  readonly found: readonly ShownRule[];
  readonly chosen: ShownRule | null;
  readonly impactOf: (shown: ShownRule) => RuleImpact | null;
  readonly onChoose: (code: string) => void;
}

function LibraryList({ found, chosen, impactOf, onChoose }: LibraryListProps) {
  const at = chosen === null ? -1 : found.indexOf(chosen);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = by === 0 ? undefined : found[Math.max(0, Math.min(found.length - 1, at + by))];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.rule.code);
  };
  return (
    <ul
      className="library-list scroll"
      role="listbox"
      tabIndex={0}
      aria-label={t('library.list')}
      aria-activedescendant={chosen === null ? undefined : `library-${chosen.rule.code}`}
      onKeyDown={onKeyDown}
    >
      {found.map((shown, index) => (
        <LibraryRow
          key={shown.rule.code}
          shown={shown}
          head={shown.rule.type !== found[index - 1]?.rule.type}
          chosen={shown === chosen}
          impact={impactOf(shown)}
          onChoose={onChoose}
        />
      ))}
    </ul>
  );
}

interface LibraryRowProps {
  readonly shown: ShownRule;
  /** It is the first of its kind. */
  readonly head: boolean;
  readonly chosen: boolean;
  readonly impact: RuleImpact | null;
  readonly onChoose: (code: string) => void;
}

function LibraryRow({ shown, head, chosen, impact, onChoose }: LibraryRowProps) {
  const { rule, checked, inSet } = shown;
  const lacks = lacking(shown, impact).length > 0;
  return (
    <>
      {head ? (
        <li role="presentation" className="library-type">
          {t(`library.type.${rule.type}`)}
        </li>
      ) : null}
      <li
        id={`library-${rule.code}`}
        role="option"
        aria-selected={chosen}
        className="library-row"
        ref={(node) => (chosen ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
        onClick={() => onChoose(rule.code)}
      >
        <ResultTag result={rule.result} />
        <span className="library-name">{ruleName(shown)}</span>
        <span className={`library-hits ${lacks ? 'lacks' : ''}`}>
          {!checked.ok ? (
            '–'
          ) : impact === null ? (
            <span className="skeleton" />
          ) : (
            t('library.hits', { count: count(impact.hits) })
          )}
        </span>
        {inSet === null ? null : <span className="tag">{t('library.inSet')}</span>}
      </li>
    </>
  );
}
