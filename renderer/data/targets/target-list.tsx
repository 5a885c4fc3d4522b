import { count } from '../../i18n/format.ts';
import { named, t } from '../../i18n/index.ts';
import { Panel } from '../../parts/panel.tsx';
import { factKind } from '../../orders/fact-words.ts';
import { openTarget, type ListedTarget } from './listed-target.ts';

export interface TargetListProps {
  readonly listed: readonly ListedTarget[];
  readonly chosen: string | null;
}

/** Every target of the project; the chosen one is edited below. */
export function TargetList({ listed, chosen }: TargetListProps) {
  return (
    <Panel title={t('targets.list')} note={t('targets.listNote')}>
      <table className="table target-list">
        <thead>
          <tr>
            <th scope="col">{t('targets.name')}</th>
            <th scope="col">{t('targets.state')}</th>
            <th scope="col">{t('targets.kinds')}</th>
            <th scope="col" className="num">
              {t('targets.horizon')}
            </th>
            <th scope="col">{t('targets.origin')}</th>
            <th scope="col" className="num">
              {t('targets.runs')}
            </th>
          </tr>
        </thead>
        <tbody>
          {listed.map((one) => (
            <TargetRow key={one.target.id} listed={one} chosen={one.target.id === chosen} />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function TargetRow({ listed, chosen }: { readonly listed: ListedTarget; readonly chosen: boolean }) {
  const { target, known, changed } = listed;
  return (
    <tr className={chosen ? 'chosen' : ''}>
      <th scope="row">
        <button
          type="button"
          className="link"
          aria-current={chosen ? 'true' : undefined}
          onClick={() => openTarget(target.id)}
        >
          {named(target.name) || t('targets.newName')}
        </button>
      </th>
      <td>
        <span className="tags">
          {known?.inUse === true ? <span className="tag ok">{t('targets.inUse')}</span> : null}
          {changed ? (
            <span className="tag warn">{t(known === null ? 'targets.unsavedNew' : 'targets.unsaved')}</span>
          ) : null}
        </span>
      </td>
      <td>{target.kinds.map(factKind).join(t('orders.listMark'))}</td>
      <td className="num">{count(target.horizonDays)}</td>
      <td>{known === null ? '' : t(`targets.origin.${known.origin}`)}</td>
      <td className="num">{known === null ? '' : count(known.runs)}</td>
    </tr>
  );
}
