import { useState } from 'react';
import { linkedBy, usualHubPersons, type LinkReport, type ValueKind } from '../../analysis/model/identity.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { failureOf, type Failure } from '../../analysis/model/failure.ts';
import { count, rate } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { identityWords } from '../i18n/messages.ts';
import { Button } from '../parts/button.tsx';
import { FailureCallout } from '../parts/callout.tsx';
import { Figure } from '../parts/figure.tsx';
import { Panel } from '../parts/panel.tsx';
import { go } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import { refreshProject } from '../state/project.ts';
import { attempt } from '../state/toasts.ts';
import { useLatest } from '../state/request.ts';
import { Entities } from './entities.tsx';

/** Which orders belong together, and what was not used to tell. */
export function Links({ info }: { readonly info: ProjectInfo }) {
  const { value: report, failure } = useLatest('identity.links', {}, info.dataVersion);
  const [persons, setPersons] = useState(String(usualHubPersons));
  const [running, setRunning] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);
  const limit = /^[1-9][0-9]{0,4}$/.test(persons) ? Number(persons) : null;
  const link = async (hubPersons: number): Promise<void> => {
    setRunning(true);
    setRefused(null);
    try {
      // What a person chose for near matches stays.
      await call('identity.link', { hubPersons, near: report?.near === true });
      await refreshProject();
    } catch (error) {
      const found = failureOf(error);
      if (found.code !== 'cancelled') setRefused(found);
    } finally {
      setRunning(false);
    }
  };
  return (
    <Panel
      title={t('identity.links')}
      note={t('identity.linksNote')}
      actions={
        <>
          <label className="row identity-hub">
            <span>{t('identity.hubPersons')}</span>
            <input
              className="input num"
              inputMode="numeric"
              value={persons}
              aria-invalid={limit === null}
              onChange={(event) => setPersons(event.target.value)}
            />
          </label>
          <Button
            small
            look="primary"
            icon="play"
            disabled={running || limit === null || info.readOnly}
            onClick={() => void (limit === null ? undefined : link(limit))}
          >
            {t(report ? 'identity.linkAgain' : 'identity.linkNow')}
          </Button>
        </>
      }
    >
      {(refused ?? failure) ? <FailureCallout failure={(refused ?? failure) as Failure} /> : null}
      {running ? <p role="status">{t('identity.linking')}</p> : null}
      {report ? <Linked report={report} info={info} /> : <p className="note">{t('identity.notLinked')}</p>}
    </Panel>
  );
}

function Linked({ report, info }: { readonly report: LinkReport; readonly info: ProjectInfo }) {
  const words = identityWords();
  const share = report.orders === 0 ? 0 : report.linked / report.orders;
  return (
    <div className="stack" data-testid="identity-links">
      <div className="figures">
        <Figure
          label={t('identity.linked')}
          value={count(report.linked)}
          denominator={t('identity.ofOrders', { orders: count(report.orders), share: rate(share) })}
          onOpen={() =>
            go({
              room: 'explore',
              filter: { clauses: [{ kind: 'notIn', column: 'entity_orders', values: [1, null] }] },
            })
          }
        />
        <Figure label={t('identity.entities')} value={count(report.entities)} denominator={t('identity.twoOrMore')} />
        <Figure label={t('identity.largest')} value={count(report.largest)} unit={t('identity.ordersUnit')} />
      </div>
      <div className="identity-columns">
        <table className="table">
          <caption>{t('identity.byWhat')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('identity.what')}</th>
              <th scope="col" className="num">
                {t('identity.linksTo')}
              </th>
              <th scope="col" className="num">
                {t('identity.sharedValues')}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.kinds.map(({ kind, orders, values }) => (
              <tr key={kind}>
                <th scope="row">{words.links[kind]}</th>
                <td className="num">{count(orders)}</td>
                <td className="num">{count(values)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Hubs report={report} />
      </div>
      <Entities info={info} />
    </div>
  );
}

/** Shows the orders that share the value of a hub, which the report does not hold. */
async function openHub(kind: ValueKind, seq: number): Promise<void> {
  const related = await call('identity.related', { seq });
  const shared = related.find(({ column }) => linkedBy[kind].includes(column));
  if (shared === undefined) return;
  go({ room: 'explore', filter: { clauses: [{ kind: 'in', column: shared.column, values: [shared.value] }] } });
}

function Hubs({ report: { hubs, hubCount, hubPersons } }: { readonly report: LinkReport }) {
  const words = identityWords();
  return (
    <table className="table" data-testid="identity-hubs">
      <caption>
        {hubCount === 0
          ? t('identity.noHubs', { persons: count(hubPersons) })
          : t('identity.hubs', { hubs: count(hubCount), persons: count(hubPersons) })}
      </caption>
      {hubs.length === 0 ? null : (
        <>
          <thead>
            <tr>
              <th scope="col">{t('identity.what')}</th>
              <th scope="col">{t('identity.firstOrder')}</th>
              <th scope="col" className="num">
                {t('identity.persons')}
              </th>
              <th scope="col" className="num">
                {t('identity.ordersUnit')}
              </th>
            </tr>
          </thead>
          <tbody>
            {hubs.slice(0, 8).map(({ kind, first, seq, persons, orders }) => (
              <tr key={`${kind} ${first}`}>
                <th scope="row">{words.links[kind]}</th>
                <td>
                  <button
                    type="button"
                    className="link mono"
                    title={t('common.showOrders')}
                    onClick={() => attempt(() => openHub(kind, seq))}
                  >
                    {first}
                  </button>
                </td>
                <td className="num">{count(persons)}</td>
                <td className="num">{count(orders)}</td>
              </tr>
            ))}
          </tbody>
        </>
      )}
    </table>
  );
}
