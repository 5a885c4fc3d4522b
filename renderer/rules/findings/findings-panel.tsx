import type { Filter } from '../../../analysis/model/filter.ts';
import { ruleFindingSubject, ruleFindingWords } from '../../../analysis/model/messages/rule-findings.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import type { RuleFinding } from '../../../analysis/model/rule-findings.ts';
import type { RuleSet } from '../../../analysis/model/ruleset.ts';
import { decisionClause, ruleClause } from '../../../analysis/model/results/rule-clauses.ts';
import { count } from '../../i18n/format.ts';
import { language, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { Panel } from '../../parts/panel.tsx';
import type { RuleDocument } from '../../rule-sets/document.ts';
import { ordersOf } from '../../rule-sets/orders-behind.tsx';
import { address, openOrders } from '../../state/address.ts';
import { useStore } from '../../state/store.ts';
import { Icon } from '../../theme/icons.tsx';
import { choose } from '../choose.ts';
import type { Findings } from './use-findings.ts';
import './findings.css';

export interface FindingsPanelProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly asked: Findings;
  /** The rule on the desk, of which alone is told; null tells of the whole set. */
  readonly rule: string | null;
}

/** What is wrong with the rules, in words, with the orders behind and what to do. */
export function FindingsPanel({ document, asked, rule }: FindingsPanelProps) {
  const { value, failure, fresh, busy, waits, start } = asked;
  const all = value?.findings ?? [];
  const own = rule === null ? all : all.filter((finding) => finding.rule === rule);
  const orders = value?.orders ?? 0;
  return (
    <Panel
      className="rule-findings"
      title={t('findings.title')}
      {...(fresh && document.now.ruleSet.rules.length > 0 ? { note: t('findings.of', { orders: count(orders) }) } : {})}
    >
      {failure ? <FailureCallout failure={failure} /> : null}
      {start === null || waits ? null : (
        <div className="row">
          <p className="note">{t('findings.large')}</p>
          <Button small onClick={start}>
            {t('findings.start')}
          </Button>
        </div>
      )}
      {document.now.ruleSet.rules.length === 0 ? <p className="note">{t('rules.noRules')}</p> : null}
      {waits ? <p className="note">{t('findings.waits')}</p> : null}
      {value === null || waits ? null : (
        <ul className={fresh ? '' : 'old-figures'} aria-busy={busy} data-testid="rule-findings">
          {alike(own, orders).map((group, index) => (
            <FindingItem key={index} {...{ group, orders, document }} named={rule === null} />
          ))}
        </ul>
      )}
      {fresh && own.length === 0 && document.now.ruleSet.rules.length > 0 ? (
        <p className="note">{t(rule === null ? 'findings.none' : 'findings.noneOfRule')}</p>
      ) : null}
      {value === null || rule !== null || value.unchecked.length === 0 ? null : (
        <p className="note">{t('findings.unchecked', { codes: value.unchecked.join(', ') })}</p>
      )}
      {rule !== null && all.length > 0 ? (
        <button type="button" className="link" onClick={() => choose(document, null)}>
          {t('findings.all', { count: all.length })}
        </button>
      ) : null}
    </Panel>
  );
}

const grave: ReadonlySet<RuleFinding['code']> = new Set(['leak', 'contradiction', 'shadowed', 'ungrouped']);

type Alike = readonly [RuleFinding, ...(readonly RuleFinding[])];

/** Findings in the same words without orders behind them are told once: a narrow filter leaves most rules without hits. */
function alike(findings: readonly RuleFinding[], orders: number): readonly Alike[] {
  const groups = new Map<string, Alike>();
  for (const [at, finding] of findings.entries()) {
    const own = finding.hits > 0 || finding.unevaluable > 0 || finding.rule === null;
    const words = own ? at : ruleFindingWords(finding, orders, language.get());
    const key = JSON.stringify([finding.code, words]);
    const before = groups.get(key);
    groups.set(key, before === undefined ? [finding] : [...before, finding]);
  }
  return [...groups.values()];
}

interface FindingItemProps {
  readonly group: Alike;
  readonly orders: number;
  readonly document: RuleDocument;
  /** The rule's code stands above, as a way to it. */
  readonly named: boolean;
}

function FindingItem({ group, orders, document, named }: FindingItemProps) {
  const [finding] = group;
  const { filter } = useStore(address);
  const { ruleSet } = document.now;
  const { name, means, todo } = ruleFindingWords(finding, orders, language.get());
  const hits = finding.hits === 0 ? null : behind(finding, ruleSet, filter, 'true');
  const unknown = finding.unevaluable === 0 ? null : behind(finding, ruleSet, filter, 'unevaluable');
  return (
    <li>
      <p className="finding-name">
        <Icon name={grave.has(finding.code) ? 'warning' : 'info'} size={13} />
        {named
          ? group.map((one, index) => (
              <Subject
                key={index}
                document={document}
                subject={ruleFindingSubject(one, ruleSet.groups, language.get())}
                code={one.rule}
              />
            ))
          : null}
        <strong>{name}</strong>
      </p>
      <p>{means}</p>
      <p className="note">{todo}</p>
      {hits === null ? null : (
        <button type="button" className="link" onClick={() => openOrders(hits)}>
          {t('findings.orders', { count: count(finding.hits) })}
        </button>
      )}
      {unknown === null ? null : (
        <button type="button" className="link" onClick={() => openOrders(unknown)}>
          {t('findings.unevaluable', { count: count(finding.unevaluable) })}
        </button>
      )}
    </li>
  );
}

interface SubjectProps {
  readonly document: RuleDocument;
  readonly subject: string;
  readonly code: string | null;
}

function Subject({ document, subject, code }: SubjectProps) {
  const { keys, ruleSet } = document.now;
  const key = keys[ruleSet.rules.findIndex((rule) => rule.code === code)];
  if (code === null || key === undefined) return <span>{subject}</span>;
  return (
    <button type="button" className="link mono" onClick={() => choose(document, key)}>
      {subject}
    </button>
  );
}

/** The orders that meet a rule or a group, or on which the rule is not evaluable. */
function behind(
  { rule, group }: RuleFinding,
  ruleSet: RuleSet,
  filter: Filter,
  value: 'true' | 'unevaluable',
): Filter | null {
  const own = ruleSet.rules.find(({ code }) => code === rule);
  if (own !== undefined) return ordersOf(filter, ruleClause(own, ruleSet, value));
  const of = group === null ? undefined : ruleSet.groups?.[group];
  if (of === undefined) return null;
  const { groups: _, policy: __, ...plain } = ruleSet;
  const rules = ruleSet.rules.filter(({ code }) => of.rules.includes(code));
  const only: RuleSet = {
    ...plain,
    rules,
    default: of.result === 'OK' ? 'NG' : 'OK',
    groups: [{ ...of, priority: 1 }],
  };
  return ordersOf(filter, decisionClause(only, [of.result]));
}
