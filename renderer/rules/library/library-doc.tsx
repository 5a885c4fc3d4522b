import type { RuleImpact } from '../../../analysis/model/backtest.ts';
import { everything } from '../../../analysis/model/filter.ts';
import { ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import { count, moneyShort, rate } from '../../i18n/format.ts';
import { named, t, type TextKey } from '../../i18n/index.ts';
import { outcomeText } from '../../i18n/outcome-words.ts';
import { Button } from '../../parts/button.tsx';
import { Callout } from '../../parts/callout.tsx';
import { Figure, FigureSkeleton } from '../../parts/figure.tsx';
import { measuredShare } from '../../parts/order-share.tsx';
import { ResultTag } from '../../parts/result-tag.tsx';
import { issueText } from '../../rule-sets/issue-text.ts';
import { ordersOf } from '../../rule-sets/orders-behind.tsx';
import { ScoreTags } from '../../rule-sets/score-tags.tsx';
import { openOrders } from '../../state/address.ts';
import { knownOf } from '../../state/maturity.ts';
import { Icon } from '../../theme/icons.tsx';
import { addLibraryRule } from '../rule-actions.ts';
import type { LibraryProps } from './library-button.tsx';
import { lacking, ruleName, type ShownRule } from './shown-rule.ts';

export interface LibraryDocProps extends LibraryProps {
  readonly shown: ShownRule;
  readonly impact: RuleImpact | null;
}

/** What a rule of the library catches, what it costs, and what it would do here. */
export function LibraryDoc({ document, info, shown, impact }: LibraryDocProps) {
  const { rule, checked, inSet, otherCurrency, fields } = shown;
  const { ruleSet } = document.now;
  const grouped = (ruleSet.groups?.length ?? 0) > 0;
  const [issue] = checked.ok ? [] : checked.issues;
  const absent = lacking(shown, impact);
  return (
    <section className="library-doc scroll" tabIndex={0} aria-label={ruleName(shown)}>
      <header>
        <h3>{ruleName(shown)}</h3>
        <span className="mono note">{rule.code}</span>
        <Button
          look="primary"
          small
          icon="plus"
          disabled={issue !== undefined || inSet !== null}
          onClick={() => addLibraryRule(document, rule)}
        >
          {t(inSet === null ? 'library.add' : 'library.inSet')}
        </Button>
      </header>
      {issue === undefined ? null : <Callout kind="warn">{t('library.cannot', { issue: issueText(issue) })}</Callout>}
      {inSet === null ? null : <p className="note">{t('library.inSetAs', { code: inSet })}</p>}
      {absent.length === 0 ? null : (
        <Callout kind="warn">{t('library.lacks', { fields: absent.map(({ label }) => label).join(' / ') })}</Callout>
      )}
      {otherCurrency ? <Callout kind="warn">{t('library.yen', { currency: ruleSet.currency })}</Callout> : null}
      {checked.ok ? (
        <Here {...{ info, shown, impact }} currency={ruleSet.currency} timezone={ruleSet.timezone} />
      ) : null}
      <Text title="library.pattern" text={named(rule.pattern)} />
      <Text title="library.falsePositives" text={named(rule.falsePositives)} />
      {rule.adapt === undefined ? null : <Text title="library.adapt" text={named(rule.adapt)} />}
      <div>
        <h4>{t('library.when')}</h4>
        <code className="library-when">{rule.when}</code>
      </div>
      <div>
        <h4>{t('library.fields')}</h4>
        <ul className="library-fields">
          {fields.map((field) => (
            <Field key={field.path} {...field} present={!absent.includes(field)} />
          ))}
        </ul>
      </div>
      <div>
        <h4>{t('library.suggested')}</h4>
        <p>
          <ResultTag result={rule.result} /> <ScoreTags scores={rule.scores} />
        </p>
        {grouped ? <p className="note">{t('library.groups')}</p> : null}
      </div>
    </section>
  );
}

function Field({ path, label, present }: ShownRule['fields'][number]) {
  return (
    <li className={present ? '' : 'lacks'} title={present ? path : t('library.missing')}>
      <Icon name={present ? 'check' : 'warning'} size={13} /> {label} <code>{path}</code>
    </li>
  );
}

function Text({ title, text }: { readonly title: TextKey; readonly text: string }) {
  return (
    <div>
      <h4>{t(title)}</h4>
      <p>{text}</p>
    </div>
  );
}

interface HereProps extends Pick<LibraryDocProps, 'info' | 'shown' | 'impact'> {
  readonly currency: string;
  readonly timezone: string;
}

/** The rule on all orders of the project. */
function Here({ info, shown, impact, currency, timezone }: HereProps) {
  if (impact === null)
    return (
      <div className="figures">
        <FigureSkeleton />
        <FigureSkeleton />
        <FigureSkeleton />
      </div>
    );
  const counts = { orders: impact.hits, bad: impact.tp, good: impact.fp, immature: impact.hitsImmature };
  const { known, mark } = knownOf(counts, impact.maturity);
  const precisionOf = impact.maturity === 'measured' ? 'impact.precisionOf' : 'impact.precisionOfUndated';
  const clause = ruleClause(shown.rule, { currency, timezone }, 'true');
  const open = impact.hits === 0 ? {} : { onOpen: () => openOrders(ordersOf(everything, clause)) };
  return (
    <div className="figures">
      <Figure
        label={t('impact.hits')}
        value={count(impact.hits)}
        unit={t('unit.orders')}
        maturity={mark}
        denominator={t('impact.ofRows', {
          share: impact.rows === 0 ? '–' : rate(impact.hits / impact.rows),
          rows: count(impact.rows),
        })}
        {...open}
      />
      <Figure
        label={t('metric.precision')}
        {...measuredShare({ part: impact.tp, whole: known })}
        maturity={mark}
        denominator={outcomeText(info.target, precisionOf, { tp: count(impact.tp), known: count(known) })}
      />
      <Figure
        label={outcomeText(info.target, 'metric.caught')}
        value={moneyShort(impact.amount.caught, impact.currency)}
        maturity={mark}
        denominator={t('impact.hitAmount', { amount: moneyShort(impact.amount.hit, impact.currency) })}
      />
    </div>
  );
}
