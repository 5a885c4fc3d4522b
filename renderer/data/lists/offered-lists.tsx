import type { BundledList } from '../../../analysis/model/bundled-lists.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { named, t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { Panel } from '../../parts/panel.tsx';
import { jobs } from '../../state/jobs.ts';
import { useLatest } from '../../state/request.ts';
import { useStore } from '../../state/store.ts';
import { addOffered } from './lists-actions.ts';

/** Lists that come with the program, with where they are from and what they may be used under. */
export function OfferedLists({ info }: { readonly info: ProjectInfo }) {
  const { value } = useLatest('lists.bundled', {}, 'bundled');
  if (value === null) return null;
  return (
    <Panel title={t('lists.offered')} note={t('lists.offeredNote')}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('lists.offered')}>
        <table className="table" data-testid="offered-lists">
          <thead>
            <tr>
              <th scope="col">{t('lists.name')}</th>
              <th scope="col">{t('lists.package')}</th>
              <th scope="col">{t('lists.licence')}</th>
              <th scope="col">{t('lists.published')}</th>
              <th scope="col">
                <span className="hidden-visually">{t('lists.addOffered')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {value.map((offered) => (
              <Offered key={offered.id} info={info} offered={offered} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Offered({ info, offered }: { readonly info: ProjectInfo; readonly offered: BundledList }) {
  const busy = useStore(jobs).some(({ name }) => name === 'lists.addBundled');
  const own = info.lists.flatMap(({ source }) => (source.kind === 'bundled' ? [source] : []));
  const held = own.find(({ bundled }) => bundled === offered.id);
  const name = named(offered.names);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        {offered.package} {offered.version}
      </td>
      <td>{offered.licence}</td>
      <td>{offered.snapshotAt}</td>
      <td>
        <div className="row end">
          {held?.version === offered.version ? (
            <span className="note">{t('lists.isAdded')}</span>
          ) : (
            <Button
              small
              icon="plus"
              disabled={info.readOnly || busy}
              aria-label={t('lists.addOfferedOf', { name })}
              onClick={() => addOffered(offered.id)}
            >
              {t(held === undefined ? 'lists.addOffered' : 'lists.updateOffered')}
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}
