import { mostShown, type EmulatedDifference, type EmulationReport } from '../../analysis/model/emulation.ts';
import { count, date, dateTime, money, plain } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Figure } from '../parts/figure.tsx';
import { ResultTag } from '../parts/result-tag.tsx';
import { useProject } from '../state/project.ts';
import { profileText, type AskedEmulation } from './emulation-wish.ts';
import { FieldRows, OpenedCount } from './replay-state.tsx';
import { madeOfText } from './version-choice.tsx';

interface EmulateResultProps {
  readonly asked: AskedEmulation;
  readonly report: EmulationReport;
}

export function EmulateResult({ asked, report }: EmulateResultProps) {
  const { ruleSet, madeOf, profile } = asked;
  const zone = useProject()?.timezone ?? 'UTC';
  const { currency, period, withoutAmount } = report;
  const day = (iso: string | undefined) => (iso === undefined ? t('common.none') : date(Date.parse(iso), zone));
  const orders = t('emulate.ofOrders', { orders: count(report.orders), from: day(period?.from), to: day(period?.to) });
  return (
    <div className="stack">
      <h3 data-testid="emulate-asked">
        {`${profileText(profile)} · ${ruleSet.name} (${ruleSet.modelId}) · ${madeOfText(madeOf)}`}
      </h3>
      <div className="figures" data-testid="emulate-figures">
        <Figure label={t('emulate.changed')} value={count(report.changed)} denominator={orders} />
        <Figure
          label={t('emulate.amount')}
          value={money(report.changedAmount, currency)}
          denominator={t('emulate.ofAmount', { amount: money(report.amount, currency) })}
        />
        <Figure label={t('emulate.otherwise')} value={count(report.otherwiseDecided)} denominator={orders} />
      </div>
      {withoutAmount > 0 ? (
        <p className="note">{t('emulate.withoutAmount', { count: count(withoutAmount), currency })}</p>
      ) : null}
      <Transitions report={report} />
      {report.changed === 0 ? <p>{t('emulate.noChange')}</p> : null}
      {report.rules.length > 0 ? <ByRule report={report} /> : null}
      {report.first.length > 0 ? (
        <>
          <h3>{t('emulate.firstTitle', { count: count(Math.min(mostShown, report.first.length)) })}</h3>
          {report.first.map((one) => (
            <Changed key={one.place} one={one} zone={zone} />
          ))}
          <p className="note">{t('conform.masked')}</p>
        </>
      ) : null}
    </div>
  );
}

function Transitions({ report }: { readonly report: EmulationReport }) {
  return (
    <table className="table" aria-label={t('emulate.transitions')} data-testid="emulate-transitions">
      <thead>
        <tr>
          <th scope="col">{t('emulate.from')}</th>
          <th scope="col">{t('emulate.to')}</th>
          <th scope="col" className="num">
            {t('emulate.orders')}
          </th>
          <th scope="col" className="num">
            {t('emulate.money')}
          </th>
        </tr>
      </thead>
      <tbody>
        {report.transitions.map(({ from, to, orders, amount, orderIds }) => (
          <tr key={`${from} ${to}`}>
            <td>
              <ResultTag result={from} />
            </td>
            <td>
              <ResultTag result={to} />
            </td>
            <td className="num">
              <OpenedCount orders={orders} ids={orderIds} />
            </td>
            <td className="num">{money(amount, report.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ByRule({ report }: { readonly report: EmulationReport }) {
  return (
    <table className="table" aria-label={t('emulate.byRule')}>
      <thead>
        <tr>
          <th scope="col">{t('emulate.rule')}</th>
          <th scope="col" className="num">
            {t('emulate.gained')}
          </th>
          <th scope="col" className="num">
            {t('emulate.lost')}
          </th>
        </tr>
      </thead>
      <tbody>
        {report.rules.map(({ code, gained, lost }) => (
          <tr key={code}>
            <td className="mono">{code}</td>
            <td className="num">{count(gained)}</td>
            <td className="num">{count(lost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const words = { silent: 'conform.notFired', fired: 'conform.fired', unevaluable: 'conform.unevaluable' } as const;

function Changed({ one, zone }: { readonly one: EmulatedDifference; readonly zone: string }) {
  const { from, to, rules, features, fields } = one;
  const at = dateTime(Date.parse(one.at), zone);
  const title = t('emulate.first', { from: from.result, to: to.result, place: count(one.place), at });
  const value = (of: number | null) => (of === null ? t('common.none') : plain(of));
  return (
    <details>
      <summary>{title}</summary>
      <table className="table" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t('conform.fieldOf')}</th>
            <th scope="col">{t('emulate.from')}</th>
            <th scope="col">{t('emulate.to')}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('conform.part.result')}</th>
            <td>
              {from.result} <span className="note">{from.by}</span>
            </td>
            <td>
              {to.result} <span className="note">{to.by}</span>
            </td>
          </tr>
          {rules.map(({ code, from: was, to: is }) => (
            <tr key={code}>
              <th scope="row" className="mono">
                {code}
              </th>
              <td>{t(words[was])}</td>
              <td>{t(words[is])}</td>
            </tr>
          ))}
          {features.map(({ id, from: was, to: is }) => (
            <tr key={id}>
              <th scope="row" className="mono">{`velocity.${id}`}</th>
              <td className="num">{value(was)}</td>
              <td className="num">{value(is)}</td>
            </tr>
          ))}
          <FieldRows fields={fields} />
        </tbody>
      </table>
    </details>
  );
}
