import { featuresNamed } from '../../../analysis/model/features.ts';
import { everything } from '../../../analysis/model/filter.ts';
import { fraudTypes } from '../../../analysis/model/rule-library/index.ts';
import type { RuleImpact } from '../../../analysis/model/backtest.ts';
import { count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { ResultTag } from '../../parts/result-tag.tsx';
import { useImpact, useImpacts, type ImpactQuestion } from '../../rule-sets/impacts.ts';
import { broughtFeatures } from './brought-features.ts';
import type { LibraryProps } from './library-button.tsx';
import { BrowseDialog } from './browse-dialog.tsx';
import { LibraryDoc, type LibraryDocProps } from './library-doc.tsx';
import { lacking, matching, ruleName, shownRules, type ShownRule } from './shown-rule.ts';

/** Rules to take over: by kind of fraud, with what they catch, and how many orders of the project each would hit. */
export function LibraryDialog({ document, info, onClose }: LibraryProps & { readonly onClose: () => void }) {
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
  return (
    <BrowseDialog
      of={{
        all,
        kinds: fraudTypes,
        kindOf: ({ rule }) => rule.type,
        kindName: (type) => t(`library.type.${type}`),
        keyOf: ({ rule }) => rule.code,
        matching: (type, text) => matching(all, type, text),
      }}
      words={{
        title: t('library.title'),
        search: t('library.search'),
        kinds: t('library.types'),
        allKinds: t('library.allTypes'),
        list: t('library.list'),
        none: t('library.none'),
      }}
      rowClass={() => 'library-row'}
      row={(shown) => <LibraryRow shown={shown} impact={impactOf(shown)} />}
      doc={(shown) => (
        <ChosenRule
          key={shown.rule.code}
          {...{ document, info, shown }}
          impact={impactOf(shown)}
          question={questions[all.indexOf(shown)] ?? null}
        />
      )}
      onClose={onClose}
    />
  );
}

/** The rule being read does not wait for its turn in the list. */
function ChosenRule({ question, impact, ...doc }: LibraryDocProps & { readonly question: ImpactQuestion | null }) {
  const own = useImpact(doc.info.dataVersion, question);
  return <LibraryDoc {...doc} impact={impact ?? (own.fresh ? own.value : null)} />;
}

function LibraryRow({ shown, impact }: { readonly shown: ShownRule; readonly impact: RuleImpact | null }) {
  const { rule, checked, inSet } = shown;
  const lacks = lacking(shown, impact).length > 0;
  return (
    <>
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
    </>
  );
}
