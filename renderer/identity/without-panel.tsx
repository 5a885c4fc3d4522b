import { useDeferredValue, useState } from 'react';
import { keyColumns } from '../../analysis/model/columns.ts';
import type { IdentityKind, IdentityStepName } from '../../analysis/model/identity.ts';
import { usualHits, usualLimit, type WithoutReport } from '../../analysis/model/identity-without.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, minorPerMajor } from '../i18n/format.ts';
import { named, t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { Figure } from '../parts/figure.tsx';
import { Panel } from '../parts/panel.tsx';
import { Period } from '../parts/period.tsx';
import { useLatest, type Age } from '../state/request.ts';
import { ApartKeys } from './apart-keys.tsx';
import { WithoutTable } from './without-table.tsx';

export interface WithoutPanelProps {
  readonly info: ProjectInfo;
  readonly kind: IdentityKind;
  /** At least one step. */
  readonly without: readonly IdentityStepName[];
}

const wholeNumber = (text: string, least: number, digits: number): number | null =>
  /^[0-9]+$/.test(text) && text.length <= digits && Number(text) >= least ? Number(text) : null;

/** What the project's keys of a kind, velocity hits and limits would be without some steps. */
export function WithoutPanel({ info, kind, without }: WithoutPanelProps) {
  const present = new Set(info.columns.filter((column) => column.present).map(({ name }) => name));
  const columns = keyColumns.filter((column) => column.kind === kind && present.has(column.name));
  const [chosen, setChosen] = useState<string | null>(null);
  const [hitsText, setHits] = useState(String(usualHits));
  const [limitText, setLimit] = useState(String(usualLimit));
  const column = columns.find(({ name }) => name === chosen) ?? columns[0];
  const hits = useDeferredValue(wholeNumber(hitsText, 1, 3));
  const limit = useDeferredValue(wholeNumber(limitText, 0, 9));
  const valid = column !== undefined && hits !== null && limit !== null;
  const asked = valid
    ? { column: column.name, without: [...without], hits, limit: limit * minorPerMajor(info.currency) }
    : null;
  const found = useLatest('identity.without', asked, JSON.stringify([asked, info.dataVersion]));
  if (column === undefined)
    return (
      <Panel title={t('without.project')}>
        <p className="note">{t('without.noColumn')}</p>
      </Panel>
    );
  return (
    <Panel title={t('without.project')}>
      <div className="stack" data-testid="identity-without">
        <div className="row wrap identity-without-ask">
          <label className="row">
            <span>{t('without.column')}</span>
            <select className="select small" value={column.name} onChange={(event) => setChosen(event.target.value)}>
              {columns.map((one) => (
                <option key={one.name} value={one.name}>
                  {named(one)}
                </option>
              ))}
            </select>
          </label>
          <NumberField label={t('without.hits')} text={hitsText} invalid={hits === null} set={setHits} />
          <NumberField
            label={t('without.limit', { currency: info.currency })}
            text={limitText}
            invalid={limit === null}
            set={setLimit}
          />
        </div>
        {found.failure ? <FailureCallout failure={found.failure} /> : null}
        {!found.busy ? null : <p role="status">{t('without.counting')}</p>}
        {found.value ? <Report report={found.value} info={info} age={found} /> : null}
      </div>
    </Panel>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly text: string;
  readonly invalid: boolean;
  readonly set: (text: string) => void;
}

function NumberField({ label, text, invalid, set }: NumberFieldProps) {
  return (
    <label className="row">
      <span>{label}</span>
      <input
        className="input small num"
        inputMode="numeric"
        maxLength={9}
        value={text}
        aria-invalid={invalid}
        onChange={(event) => set(event.target.value)}
      />
    </label>
  );
}

interface ReportProps {
  readonly report: WithoutReport;
  readonly info: ProjectInfo;
  readonly age: Age;
}

function Report({ report, info, age: { fresh, busy } }: ReportProps) {
  const { from, to, orders, allOrders, apart } = report;
  return (
    <div className={`stack ${fresh ? '' : 'old-figures'}`} aria-busy={busy}>
      <p className="note">
        {t('without.of', { orders: count(orders), all: count(allOrders) })}
        {from === null || to === null ? null : (
          <>
            {' · '}
            <Period of={{ from, to }} timezone={info.timezone} />
          </>
        )}
      </p>
      <div className="figures">
        <Figure label={t('without.values')} value={count(report.values)} />
        <Figure label={`${t('without.keys')} · ${t('without.now')}`} value={count(report.keysNow)} />
        <Figure label={`${t('without.keys')} · ${t('without.thenColumn')}`} value={count(report.keysThen)} />
        <Figure
          label={t('without.apart')}
          value={count(apart.keys)}
          denominator={t('without.apartOf', { orders: apart.orders, ordersText: count(apart.orders) })}
        />
        <Figure label={t('without.joined')} value={count(report.joined)} denominator={t('without.joinedNote')} />
      </div>
      <WithoutTable report={report} />
      <ApartKeys report={report} />
    </div>
  );
}
