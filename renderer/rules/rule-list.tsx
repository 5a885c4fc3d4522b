import { Fragment, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { decisionPlan, policyOf } from '../../analysis/expression/index.ts';
import type { RuleImpact } from '../../analysis/model/backtest.ts';
import type { PolicyKind } from '../../analysis/model/policy.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import type { Rule, ScreeningResult } from '../../analysis/model/ruleset.ts';
import type { Target } from '../../analysis/model/target.ts';
import { readBy } from '../../analysis/model/results/rule-clauses.ts';
import { count, moneyShort } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { outcomeText } from '../i18n/outcome-words.ts';
import { Bar } from '../parts/bar.tsx';
import { Button } from '../parts/button.tsx';
import { ResultTags } from '../parts/result-tag.tsx';
import type { RuleDocument } from '../rule-sets/document.ts';
import { useImpacts } from '../rule-sets/impacts.ts';
import { onlyPasses, onlyTogether, ruleResults } from '../rule-sets/rule-results.ts';
import { ScoreTags } from '../rule-sets/score-tags.tsx';
import type { CheckedDraft } from '../rule-sets/problems.ts';
import { address } from '../state/address.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../theme/icons.tsx';
import { addRule, duplicateRule, moveRule, removeRule } from './rule-actions.ts';
import { choose, openFeatures } from './choose.ts';
import { LibraryButton } from './library/library-button.tsx';

export interface RuleListProps {
  readonly document: RuleDocument;
  readonly info: ProjectInfo;
  readonly checked: CheckedDraft;
  readonly chosen: string | null;
}

export function RuleList({ document, info, checked, chosen }: RuleListProps) {
  const { filter } = useStore(address);
  const list = useRef<HTMLUListElement>(null);
  const { ruleSet, keys } = document.now;
  const questions = ruleSet.rules.map(({ code, when }) =>
    checked.checked.rules.get(code)?.ok === true
      ? { when, currency: ruleSet.currency, timezone: ruleSet.timezone, filter, ...readBy(when, ruleSet.features) }
      : null,
  );
  const { of: impacts, waiting } = useImpacts(info.dataVersion, questions);
  // Rules that let orders pass hit most of them and would flatten all other bars.
  const results = ruleResults(ruleSet);
  const together = onlyTogether(ruleSet);
  const alerting = impacts.filter((_, index) => !onlyPasses(results.get(ruleSet.rules[index]?.code ?? '')));
  const most = Math.max(1, ...(alerting.length > 0 ? alerting : impacts).map((impact) => impact?.hits ?? 0));
  return (
    <section className="rule-list" aria-label={t('rules.list')}>
      <header>
        <button
          type="button"
          className="menu-item set-entry"
          aria-pressed={chosen === null}
          onClick={() => choose(document, null)}
        >
          <Icon name="columns" />
          <span className="clip">{t('rules.settings')}</span>
        </button>
        <button type="button" className="menu-item" onClick={() => openFeatures(null)}>
          <Icon name="feature" />
          <span className="clip">{t('features.title')}</span>
          <span className="hint">{t('features.count', { count: ruleSet.features?.length ?? 0 })}</span>
        </button>
        <RuleButtons document={document} chosen={chosen} info={info} />
        <p className="note">
          {outcomeText(info.target, orderTexts[policyOf(ruleSet)])} {t('rules.amountsCaught')}
        </p>
      </header>
      {ruleSet.rules.length === 0 ? (
        <div className="empty">
          <p>{t('rules.noRules')}</p>
          <Button icon="plus" onClick={() => addRule(document, null)}>
            {t('rules.addRule')}
          </Button>
        </div>
      ) : (
        <ul
          ref={list}
          role="listbox"
          tabIndex={0}
          className="scroll"
          aria-label={t('rules.list')}
          aria-activedescendant={chosen === null ? undefined : `rule-${chosen}`}
          onKeyDown={(event) => onListKey(event, document, chosen)}
        >
          {ruleSet.rules.map((rule, index) => (
            <RuleRow
              key={keys[index]}
              id={keys[index] ?? ''}
              rule={rule}
              step={stepOf(document, rule)}
              policy={policyOf(ruleSet)}
              impact={impacts[index] ?? null}
              target={info.target}
              results={results.get(rule.code) ?? []}
              together={together.has(rule.code)}
              waiting={waiting && questions[index] !== null}
              most={most}
              problem={checked.problems.find((problem) => problem.key === keys[index])?.severity ?? null}
              chosen={keys[index] === chosen}
              onChoose={() => choose(document, keys[index] ?? null)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const orderTexts = {
  groups: 'rules.orderGroups',
  classes: 'rules.orderClasses',
  scores: 'rules.orderScores',
} as const;

/** Which step of the decision a rule belongs to, counted from 1; null for a rule no group names, and where sums decide. */
function stepOf({ now }: RuleDocument, rule: Rule): number | null {
  const plan = decisionPlan(now.ruleSet);
  if (plan.kind === 'scores') return null;
  const at = plan.steps.findIndex((step) => step.rules.includes(rule.code));
  return at < 0 ? null : at + 1;
}

/** What the number before a rule says. */
function stepText(step: number | null, { scores }: Rule, policy: PolicyKind): string {
  if (policy === 'scores') return t('rules.scoreStep', { ok: 0, ng: 0, hold: 0, ...scores });
  return step === null ? t('rules.noStep') : t('rules.step', { step });
}

function RuleButtons({ document, chosen, info }: Pick<RuleListProps, 'document' | 'chosen' | 'info'>) {
  const at = chosen === null ? -1 : document.now.keys.indexOf(chosen);
  const one = at >= 0 && chosen !== null ? chosen : null;
  const last = document.now.keys.length - 1;
  return (
    <div className="rule-buttons" role="toolbar" aria-label={t('rules.ruleActions')}>
      <Button small icon="plus" onClick={() => addRule(document, chosen)}>
        {t('rules.addRule')}
      </Button>
      <LibraryButton document={document} info={info} />
      <Button
        look="quiet"
        small
        icon="copy"
        aria-label={t('rules.duplicateRule')}
        disabled={one === null}
        onClick={() => (one === null ? undefined : duplicateRule(document, one))}
      />
      <Button
        look="quiet"
        small
        icon="up"
        aria-label={t('rules.moveUp')}
        disabled={one === null || at === 0}
        onClick={() => (one === null ? undefined : moveRule(document, one, -1))}
      />
      <Button
        look="quiet"
        small
        icon="down"
        aria-label={t('rules.moveDown')}
        disabled={one === null || at === last}
        onClick={() => (one === null ? undefined : moveRule(document, one, 1))}
      />
      <Button
        look="quiet"
        small
        icon="trash"
        aria-label={t('rules.removeRule')}
        disabled={one === null}
        onClick={() => (one === null ? undefined : removeRule(document, one))}
      />
    </div>
  );
}

function onListKey(event: KeyboardEvent, document: RuleDocument, chosen: string | null): void {
  const { keys } = document.now;
  const at = chosen === null ? -1 : keys.indexOf(chosen);
  const to = (index: number) => choose(document, keys[Math.max(0, Math.min(keys.length - 1, index))] ?? null);
  if (event.altKey && chosen !== null && event.key === 'ArrowUp') moveRule(document, chosen, -1);
  else if (event.altKey && chosen !== null && event.key === 'ArrowDown') moveRule(document, chosen, 1);
  else if (event.altKey) return;
  else if (event.key === 'ArrowDown') to(at + 1);
  else if (event.key === 'ArrowUp') to(at - 1);
  else if (event.key === 'Home') to(0);
  else if (event.key === 'End') to(keys.length - 1);
  else if (event.key === 'Delete' && chosen !== null) removeRule(document, chosen);
  else if (event.key === 'd' && (event.ctrlKey || event.metaKey) && chosen !== null) duplicateRule(document, chosen);
  else if (event.key === 'Enter') window.document.querySelector<HTMLElement>('.cel-editor .cm-content')?.focus();
  else return;
  event.preventDefault();
}

interface RuleRowProps {
  readonly id: string;
  readonly rule: Rule;
  readonly step: number | null;
  readonly policy: PolicyKind;
  readonly impact: RuleImpact | null;
  readonly target: Target;
  readonly results: readonly ScreeningResult[];
  readonly together: boolean;
  readonly waiting: boolean;
  readonly most: number;
  readonly problem: 'error' | 'warning' | null;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** A code too long for its line breaks after an underscore. */
function breakable(code: string): readonly ReactNode[] {
  return code.split(/(?<=_)/).map((part, index) => (
    <Fragment key={index}>
      {index === 0 ? null : <wbr />}
      {part}
    </Fragment>
  ));
}

interface RuleHitsProps {
  readonly impact: RuleImpact | null;
  /** The rule lets orders pass: what it hits is not caught. */
  readonly passes: boolean;
  readonly target: Target;
  readonly most: number;
  readonly waiting: boolean;
}

function RuleHits({ impact, passes, target, most, waiting }: RuleHitsProps) {
  if (impact === null) {
    return (
      <span className="rule-hits" aria-busy={waiting}>
        {waiting ? <span className="skeleton" /> : '–'}
      </span>
    );
  }
  return (
    <span className="rule-hits">
      <span>{count(impact.hits)}</span>
      <Bar share={impact.hits / most} marked={impact.tp / most} />
      <span className="note" title={outcomeText(target, passes ? 'metric.letThrough' : 'metric.caught')}>
        {passes ? '–' : moneyShort(impact.amount.caught, impact.currency)}
      </span>
    </span>
  );
}

function RuleRow({
  id,
  rule,
  step,
  policy,
  impact,
  target,
  results,
  together,
  waiting,
  most,
  problem,
  chosen,
  onChoose,
}: RuleRowProps) {
  return (
    <li
      id={`rule-${id}`}
      role="option"
      aria-selected={chosen}
      className="rule-row"
      ref={(node) => (chosen ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
      onClick={onChoose}
    >
      <span className="rule-step" title={stepText(step, rule, policy)}>
        {step ?? '–'}
      </span>
      <span className="rule-name">
        {policy === 'scores' ? (
          <ScoreTags scores={rule.scores} />
        ) : (
          <ResultTags results={results} together={together} />
        )}
        <span className="mono">{rule.code === '' ? t('rules.noCode') : breakable(rule.code)}</span>
        {problem === null ? null : (
          <span
            className={`rule-problem ${problem}`}
            title={t(problem === 'error' ? 'rules.hasError' : 'rules.hasWarning')}
          >
            <Icon name={problem === 'error' ? 'warning' : 'info'} size={13} />
          </span>
        )}
      </span>
      <span className="rule-description">{named(rule.description) || t('rules.noDescription')}</span>
      <RuleHits {...{ impact, most, waiting, target }} passes={onlyPasses(results)} />
    </li>
  );
}
