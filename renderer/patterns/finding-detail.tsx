import { scopeOf } from '../../analysis/expression/index.ts';
import { velocityPath } from '../../analysis/model/features.ts';
import { limitsText, patternMessages } from '../../analysis/model/messages/patterns.ts';
import type { FinderReport, PatternFact, PatternFinding, PatternsReport } from '../../analysis/model/patterns.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { outcomeStates } from '../../analysis/model/target.ts';
import { count, money, plain, rate } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { columnName } from '../i18n/values.ts';
import { Button } from '../parts/button.tsx';
import { newRuleSet } from '../rule-sets/document.ts';
import { addDocument } from '../rule-sets/documents.ts';
import { featureWords } from '../rules/features/feature-words.ts';
import { go, openOrders } from '../state/address.ts';

interface DetailProps {
  readonly info: ProjectInfo;
  readonly report: PatternsReport;
  readonly finder: FinderReport;
  readonly finding: PatternFinding;
  /** What its orders share. */
  readonly name: string;
}

/** The facts that a finding was found by, its orders by outcome, and the rule that asks for such orders. */
export function FindingDetail({ info, report, finder, finding, name }: DetailProps) {
  const words = patternMessages(language.get());
  const { filter, draft } = finding;
  const title = words.finders[finder.id].name;
  const scope = scopeOf(info.columns, info.currency, info.timezone, info.lists);
  const rule = () => {
    const describedIn = (lang: 'ja' | 'en'): string =>
      `${patternMessages(lang).finders[finder.id].name}: ${limitsText(finder.params, lang)}`.slice(0, 500);
    const both = { ja: describedIn('ja'), en: describedIn('en') };
    const empty = newRuleSet(t('patterns.ruleSet', { name: title }), info);
    const one = { code: draft.code, description: both, when: draft.when, result: 'REVIEW' as const };
    const features = draft.features.length === 0 ? {} : { features: [...draft.features] };
    go({ room: 'rules', path: [addDocument({ ...empty, rules: [one], ...features }).id, draft.code] });
  };
  return (
    <section className="patterns-one" aria-label={t('patterns.one', { name })} data-testid="pattern-finding">
      <h3>{name}</h3>
      <p className="note">{finding.shared.map(({ column }) => columnName(info, column)).join(' / ')}</p>
      <dl className="patterns-facts">
        {finding.facts.map(({ fact, value }) => (
          <div key={fact}>
            <dt>{words.facts[fact]}</dt>
            <dd>{factText(fact, value, report)}</dd>
          </div>
        ))}
        {outcomeStates
          .filter((state) => finding.states[state].orders > 0)
          .map((state) => (
            <div key={state}>
              <dt>{outcomeWord(info.target, state)}</dt>
              <dd>{count(finding.states[state].orders)}</dd>
            </div>
          ))}
      </dl>
      <h4>{t('patterns.draft')}</h4>
      <code className="patterns-rule">{draft.when}</code>
      {draft.features.length === 0 ? null : (
        <ul className="patterns-features">
          {draft.features.map((feature) => (
            <li key={feature.id}>
              <code>{velocityPath(feature.id)}</code> {featureWords(feature, scope)}
            </li>
          ))}
        </ul>
      )}
      <p className="note">
        {words.finders[finder.id].rule} {t('patterns.learnt')}
      </p>
      <div className="row wrap">
        {filter === null ? (
          <span className="note">{t('patterns.tooMany')}</span>
        ) : (
          <Button icon="table" onClick={() => openOrders(filter)}>
            {t('patterns.open', { count: count(finding.orders) })}
          </Button>
        )}
        <Button icon="rules" onClick={rule}>
          {t('patterns.draftRule')}
        </Button>
      </div>
    </section>
  );
}

function factText(fact: PatternFact, value: number, { currency }: PatternsReport): string {
  if (fact === 'declined') return rate(value);
  if (fact === 'usualAmount') return money(Math.round(value), currency);
  if (fact === 'q') return value < 0.001 ? '< 0.001' : plain(Number(value.toFixed(3)));
  return fact === 'expected' || fact === 'times' ? plain(Number(value.toFixed(2))) : count(value);
}
