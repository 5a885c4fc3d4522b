import { useState } from 'react';
import { championParts } from '../../analysis/model/results/comparison.ts';
import { crossedOf, movedSum, type Crossed } from '../../analysis/model/results/crossed.ts';
import type { PackageReading } from '../../analysis/engine-api.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { results } from '../../analysis/model/ruleset.ts';
import { outcomeStates, type OutcomeState } from '../../analysis/model/target.ts';
import { everything } from '../../analysis/model/filter.ts';
import { decisionClause } from '../../analysis/model/results/rule-clauses.ts';
import { TransitionTable, type OpenMoved } from '../backtest/compare/transition-table.tsx';
import { count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { outcomeWord } from '../i18n/outcome-words.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Panel } from '../parts/panel.tsx';
import { Working } from '../parts/working.tsx';
import { diffRuleSets } from '../rule-sets/diff.ts';
import { useDocuments } from '../rule-sets/documents.ts';
import { RuleSetPicker } from '../rule-sets/rule-set-picker.tsx';
import { VersionDiff } from '../rules/version-diff.tsx';
import { openOrders } from '../state/address.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { attempt } from '../state/toasts.ts';
import { ChoosePackage } from './choose-package.tsx';
import { comparedSets, provenSet, type ComparedSets } from './compared-sets.ts';
import { beside, readBeside, type Beside } from './package-store.ts';
import { takenOf, type Taken, type Wanted } from './taken.ts';
import { madeOfText, VersionChoice } from './version-choice.tsx';
import '../rules/policies.css';

interface PackageDiffProps {
  /** The package's file. */
  readonly name: string;
  readonly of: PackageReading;
  readonly info: ProjectInfo;
}

/** What a package says and decides otherwise than a rule set of the project, or than a second package; nothing of one that is not proven. */
export function PackageDiff({ name, of, info }: PackageDiffProps) {
  const all = useDocuments() ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState<{ readonly id: string; readonly wanted: Wanted } | null>(null);
  const other = useStore(beside);
  const own =
    all.find(({ id }) => id === chosen) ?? all.find(({ now }) => now.ruleSet.modelId === of.ruleSet.modelId) ?? all[0];
  // Another rule set begins with what was saved of it.
  const wanted = asked !== null && asked.id === own?.id ? asked.wanted : 'saved';
  const taken = own === undefined ? null : takenOf(own, wanted);
  const compared = comparedSets(of, other, taken?.draft.ruleSet ?? null);
  if (provenSet(of) === null)
    return (
      <Panel title={t('export.diffTitle')}>
        <p className="note" data-testid="package-not-compared">
          {t('export.diffUnproven')}
        </p>
      </Panel>
    );
  return (
    <>
      <Panel
        title={t('export.diffTitle')}
        actions={
          <ChoosePackage
            small
            folder={t('export.diffFolder')}
            zip={t('export.diffZip')}
            disabled={other.kind === 'reading'}
            onChoose={(kind) => attempt(() => readBeside(kind))}
          />
        }
      >
        <div className="stack">
          {other.kind === 'none' ? (
            <div className="stack">
              <RuleSetPicker all={all} value={own?.id ?? null} onChoose={setChosen} />
              {own === undefined ? null : (
                <VersionChoice
                  document={own}
                  value={wanted}
                  onChoose={(one) => setAsked({ id: own.id, wanted: one })}
                />
              )}
            </div>
          ) : (
            <OtherPackage of={other} />
          )}
          {compared === null ? null : <Said {...compared} />}
          {compared === null ? null : <Lacking {...compared.here} />}
        </div>
      </Panel>
      {compared === null || !isDecidedOtherwise(compared) ? null : (
        <Decided {...compared} info={info} sides={sidesOf(other, name, taken)} />
      )}
    </>
  );
}

/** What the rows and the columns are called. */
const sidesOf = (other: Beside, name: string, taken: Taken | null): readonly [string, string] =>
  other.kind === 'read' || taken === null
    ? [other.kind === 'read' ? other.name : t('export.diffOwn'), name]
    : [`${taken.draft.ruleSet.name} ${madeOfText(taken.madeOf)}`, t('export.diffPackage')];

const isDecidedOtherwise = ({ before, after }: ComparedSets): boolean =>
  before.currency === after.currency && !diffRuleSets(before, after).same;

function OtherPackage({ of }: { readonly of: Exclude<Beside, { kind: 'none' }> }) {
  return (
    <div className="stack" data-testid="package-beside">
      {of.kind === 'reading' ? (
        <Working label={t('export.reading', { name: of.name })} progress={of.progress} onCancel={of.cancel} />
      ) : null}
      {of.kind === 'failed' ? <FailureCallout failure={of.failure} /> : null}
      {of.kind === 'read' ? (
        <p className="row wrap">
          <strong className="mono">{of.name}</strong>
          <span>
            {t('export.readSet', {
              ...{ name: of.of.ruleSet.name, model: of.of.ruleSet.modelId, count: of.of.ruleSet.rules.length },
            })}
          </span>
        </p>
      ) : null}
      {of.kind === 'read' && of.of.mismatches > 0 ? (
        <Callout kind="error">
          <p>
            {t('export.replayDiffers', {
              vectors: count(of.of.vectors),
              mismatches: count(of.of.mismatches),
              evaluator: of.of.evaluator,
            })}
          </p>
        </Callout>
      ) : null}
      {of.kind === 'reading' ? null : (
        <p>
          <Button small icon="rules" onClick={() => beside.set({ kind: 'none' })}>
            {t('export.diffRuleSet')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** What of the two is not as they were proven. */
function Lacking({ standIns, otherLists }: Pick<ComparedSets['here'], 'standIns' | 'otherLists'>) {
  return (
    <>
      {standIns === 0 ? null : <p className="note">{t('export.diffStandIns', { count: count(standIns) })}</p>}
      {otherLists.length === 0 ? null : (
        <p className="note" data-testid="package-other-lists">
          {t('export.diffLists', { lists: otherLists.join(', ') })}
        </p>
      )}
    </>
  );
}

function Said({ before, after }: ComparedSets) {
  const diff = diffRuleSets(before, after);
  return (
    <>
      <div
        className="version-diff scroll"
        tabIndex={0}
        role="region"
        aria-label={t('export.diffTitle')}
        data-testid="package-diff"
      >
        {diff.same ? (
          <p className="note">{t('export.diffSame')}</p>
        ) : (
          <VersionDiff diff={diff} timezone={after.timezone} />
        )}
      </div>
      {before.currency === after.currency ? null : <p className="note">{t('export.diffCurrency')}</p>}
    </>
  );
}

interface DecidedProps extends ComparedSets {
  readonly info: ProjectInfo;
  /** What `before` and `after` are called. */
  readonly sides: readonly [string, string];
}

function Decided({ here, info, sides: [rowsAre, columnsAre] }: DecidedProps) {
  const { before, after } = here;
  const told = useLatest(
    'backtest.breakdown',
    { ruleSet: after, filter: everything, parts: championParts(before) },
    JSON.stringify([info.dataVersion, before, after]),
  );
  if (told.value === null)
    return told.failure ? (
      <FailureCallout failure={told.failure} />
    ) : (
      <div className="skeleton tall" aria-busy="true" />
    );
  const crossed = crossedOf(told.value.parts, results);
  const changed = { orders: changedOf(crossed, outcomeStates), bad: changedOf(crossed, ['bad']) };
  const open: OpenMoved = (from, to, states) =>
    openOrders({
      clauses: [
        decisionClause(
          before,
          results.filter((one) => from.includes(one)),
        ),
        decisionClause(after, to),
        ...(states === undefined ? [] : [{ kind: 'state' as const, states: [...states] }]),
      ],
    });
  const word = outcomeWord(info.target, 'bad');
  return (
    <>
      <p data-testid="package-decided">
        {changed.orders === 0
          ? t('export.diffNone')
          : t('export.diffDecided', { orders: count(changed.orders), bad: count(changed.bad), word })}
      </p>
      <TransitionTable
        crossed={crossed}
        target={info.target}
        currency={after.currency}
        rowsAre={rowsAre}
        columnsAre={columnsAre}
        open={open}
        age={told}
      />
    </>
  );
}

const changedOf = (crossed: Crossed, states: readonly OutcomeState[]): number =>
  results.reduce(
    (sum, from) => sum + movedSum(crossed, { from: [from], to: results.filter((to) => to !== from), states }, 'orders'),
    0,
  );
