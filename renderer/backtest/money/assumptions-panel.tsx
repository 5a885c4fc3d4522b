import {
  assumptionNames,
  assumptionsSchema,
  presetOf,
  presets,
  unreviewedChoices,
  type AllAssumptions,
  type AssumptionName,
  type Assumptions,
} from '../../../analysis/model/results/assumptions.ts';
import type { BacktestResult } from '../../../analysis/model/backtest.ts';
import { plain } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { BasisTag } from './formula.tsx';
import { sameAssumptions } from './assuming.ts';
import { assumptionsTable } from './tables.ts';
import { assumptionTitle, texts } from './words.ts';

export interface AssumptionsPanelProps {
  readonly result: BacktestResult;
  readonly given: Assumptions;
  readonly all: AllAssumptions;
  /** What is kept with the run, and what was assumed last in the project. */
  readonly kept: Assumptions;
  readonly last: Assumptions;
  readonly onChange: (given: Assumptions) => void;
  /** Null where it cannot be kept. */
  readonly onKeep: (() => void) | null;
}

/** 前提条件: every assumption with its source, editable; figures follow while typing. */
export function AssumptionsPanel({ result, given, all, kept, last, onChange, onKeep }: AssumptionsPanelProps) {
  const changed = !sameAssumptions(given, kept);
  return (
    <Panel
      title={t('money.assumptions')}
      table={() => assumptionsTable(result, all, given)}
      note={changed ? <span className="tag warn">{t('money.changed')}</span> : t('money.keptWithRun')}
      actions={
        <>
          {sameAssumptions(given, last) ? null : (
            <Button small onClick={() => onChange(last)}>
              {t('money.takeLast')}
            </Button>
          )}
          <Button small disabled={!changed} onClick={() => onChange(kept)}>
            {t('whatIf.reset')}
          </Button>
          <Button small look="primary" disabled={!changed || onKeep === null} onClick={() => onKeep?.()}>
            {t('money.keep')}
          </Button>
        </>
      }
    >
      <div className="assumptions" data-testid="assumptions">
        {assumptionNames.map((name) => (
          <Assumption key={name} {...{ name, result, given, all, onChange }} />
        ))}
      </div>
      <p className="note">{t('money.assumptionsNote')}</p>
    </Panel>
  );
}

export interface AssumptionProps extends Pick<AssumptionsPanelProps, 'result' | 'given' | 'all' | 'onChange'> {
  readonly name: AssumptionName;
}

/** One assumption, editable. */
export function Assumption({ name, result, given, all, onChange }: AssumptionProps) {
  const { unit, source } = presets[name];
  const title = assumptionTitle(result.target, name);
  const set = (value: number | string | undefined) => {
    const { [name]: _, ...rest } = given;
    const next = assumptionsSchema.safeParse(value === undefined ? rest : { ...rest, [name]: value });
    if (next.success) onChange(next.data);
  };
  const value = all[name];
  return (
    <div className="assumption">
      <label>
        <span className="assumption-name">{title}</span>
        {typeof value === 'string' ? (
          <select className="select" value={value} onChange={({ target }) => set(target.value)}>
            {unreviewedChoices.map((choice) => (
              <option key={choice} value={choice}>
                {texts().choices[choice]}
              </option>
            ))}
          </select>
        ) : (
          <span className="row">
            <input
              className="input number"
              type="number"
              min={unit === 'hour' ? 1 : 0}
              {...(unit === 'hour' ? { max: 24 } : {})}
              step={unit === 'hour' ? 1 : 'any'}
              value={unit === 'share' ? percentOf(value) : value}
              onChange={({ target: { valueAsNumber: typed } }) =>
                set(Number.isNaN(typed) ? undefined : unit === 'share' ? typed / 100 : typed)
              }
            />
            <span className="note">{unit === 'money' ? result.currency : texts().units[unit]}</span>
          </span>
        )}
      </label>
      <span className="row">
        <BasisTag {...{ given, name }} currency={result.currency} />
        {given[name] === undefined ? (
          <span className="note">{source === null ? '' : named(source)}</span>
        ) : (
          <Button small look="quiet" aria-label={t('money.resetOf', { name: title })} onClick={() => set(undefined)}>
            {t('money.toPreset', { value: presetText(name, result.currency) })}
          </Button>
        )}
      </span>
    </div>
  );
}

/** 0.07 -> 7, not 7.000000000000001. */
const percentOf = (share: number): number => Number((share * 100).toFixed(6));

function presetText(name: AssumptionName, currency: string): string {
  const value = presetOf(name, currency) ?? 0;
  if (typeof value === 'string') return texts().choices[value];
  return presets[name].unit === 'share' ? `${plain(percentOf(value))} %` : plain(value);
}
