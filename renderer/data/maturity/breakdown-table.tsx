import type { ReactNode } from 'react';
import { codeName } from '../../../analysis/model/code-names.ts';
import { fewestReports } from '../../../analysis/model/maturity/delay-curve.ts';
import {
  toldShares,
  type DelaySummary,
  type MaturityReport,
  type NamedSummary,
} from '../../../analysis/model/maturity/report.ts';
import type { Target } from '../../../analysis/model/target.ts';
import { count } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { codeText } from '../../i18n/values.ts';
import { Panel } from '../../parts/panel.tsx';
import { go } from '../../state/address.ts';

/** How fast reports come for each target, way to pay and reason. */
export function BreakdownTable({ report }: { readonly report: MaturityReport }) {
  const groups = [
    {
      title: t('maturity.byTarget'),
      rows: report.byTarget.map((one) => ({
        ...one,
        name: <TargetName of={one.target} shown={report.target} />,
        chosen: one.target.id === report.target.id,
      })),
    },
    {
      title: t('maturity.byPayment'),
      rows: report.byPayment.map((one) => wordy(one, (code) => codeText(code, 'payment_method'))),
    },
    { title: t('maturity.byFamily'), rows: report.byFamily.map((one) => wordy(one, familyText)) },
  ].filter(({ rows }) => rows.length > 0);
  return (
    <Panel title={t('maturity.breakdown')} note={t('maturity.breakdownNote', { fewest: fewestReports })}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('maturity.breakdown')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('maturity.name')}</th>
              <th scope="col" className="num">
                {t('maturity.count')}
              </th>
              {toldShares.map((share) => (
                <th key={share} scope="col" className="num">
                  {share === 0.5 ? t('maturity.median') : `${count(share * 100)}%`}
                </th>
              ))}
              <th scope="col" className="num">
                {t('maturity.trustedDay')}
              </th>
            </tr>
          </thead>
          {groups.map(({ title, rows }) => (
            <tbody key={title}>
              <tr className="group-row">
                <th scope="rowgroup" colSpan={3 + toldShares.length}>
                  {title}
                </th>
              </tr>
              {rows.map((row, index) => (
                <BreakdownRow key={index} name={row.name} summary={row} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </Panel>
  );
}

/** Chooses the target whose curve and cohorts are shown. */
function TargetName({ of, shown }: { readonly of: Target; readonly shown: Target }) {
  return (
    <button
      type="button"
      className="link"
      aria-current={of.id === shown.id ? 'true' : undefined}
      onClick={() => go({ params: { target: of.id } })}
    >
      {named(of.name)}
    </button>
  );
}

interface BreakdownRowProps {
  readonly name: ReactNode;
  readonly summary: DelaySummary & { readonly chosen?: boolean };
}

function BreakdownRow({ name, summary }: BreakdownRowProps) {
  const { state, reports, ages, trustedUntil, chosen = false } = summary;
  return (
    <tr className={chosen ? 'chosen' : ''}>
      <th scope="row">{name}</th>
      <td className="num">{state === 'not-measured' ? '' : count(reports)}</td>
      {state === 'measured' ? (
        <>
          {ages.map(({ share, age }) => (
            <td key={share} className="num">
              {count(age)}
            </td>
          ))}
          <td className="num">{trustedUntil}</td>
        </>
      ) : (
        <td className="num muted" colSpan={toldShares.length + 1}>
          {t(state === 'too-few' ? 'maturity.few' : 'common.notMeasured')}
        </td>
      )}
    </tr>
  );
}

function wordy(one: NamedSummary, word: (code: string) => string): DelaySummary & { readonly name: string } {
  return { ...one, name: one.name === null ? t('common.missing') : word(one.name) };
}

function familyText(code: string): string {
  const name = codeName('family', code);
  return name === undefined ? code : named(name);
}
