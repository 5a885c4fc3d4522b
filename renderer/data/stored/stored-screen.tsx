import { BackToData } from '../back-to-data.tsx';
import { useState } from 'react';
import type { StoredPlace, StoredReport } from '../../../analysis/model/personal-data.ts';
import type { ProjectInfo } from '../../../analysis/model/project.ts';
import { bytes, count } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { Button } from '../../parts/button.tsx';
import { FailureCallout } from '../../parts/callout.tsx';
import { RoleForm } from '../../frame/role-form.tsx';
import { Figure } from '../../parts/figure.tsx';
import { Panel } from '../../parts/panel.tsx';
import { call } from '../../state/jobs.ts';
import { useProject } from '../../state/project.ts';
import { useLatest } from '../../state/request.ts';
import { attempt } from '../../state/toasts.ts';
import { DeletionList } from './deletion-list.tsx';
import { ForgetPanel } from './forget-panel.tsx';
import { StoredTables } from './stored-tables.tsx';
import '../targets/targets.css';
import './stored.css';

/** Everything the project holds of persons, where it lies, and how to be rid of it. */
export function StoredScreen() {
  const info = useProject();
  return (
    <div className="data-page stack">
      <div className="row wrap">
        <h2 className="page-title grow">{t('stored.title')}</h2>
        <BackToData />
      </div>
      {info === null ? <div className="skeleton" aria-busy="true" /> : <Stored info={info} />}
    </div>
  );
}

function Stored({ info }: { readonly info: ProjectInfo }) {
  const [asked, setAsked] = useState(0);
  const { value, failure } = useLatest('personal.stored', {}, `${info.dataVersion} ${asked}`);
  if (failure !== null) return <FailureCallout failure={failure} />;
  if (value === null) return <div className="skeleton" aria-busy="true" />;
  const again = (): void => setAsked(asked + 1);
  return (
    <>
      <Places info={info} report={value} onChange={again} />
      <p className="note">{t('stored.outside')}</p>
      <Panel title={t('personal.title')}>
        <RoleForm />
      </Panel>
      <ForgetPanel info={info} onDone={again} />
      <DeletionList report={value} />
      <StoredTables report={value} />
    </>
  );
}

interface PlacesProps {
  readonly info: ProjectInfo;
  readonly report: StoredReport;
  readonly onChange: () => void;
}

function Places({ info, report, onChange }: PlacesProps) {
  const { places, cards } = report;
  const clear = (place: 'backup' | 'caches'): void =>
    attempt(async () => {
      await call('personal.clear', { place });
      onChange();
    });
  return (
    <section className="figures" aria-label={t('stored.title')}>
      {places.map((one) => (
        <Figure
          key={one.place}
          label={t(`stored.place.${one.place}`)}
          value={one.bytes === 0 ? t('stored.none') : bytes(one.bytes)}
          denominator={<PathOf place={one} />}
          note={
            one.place === 'file' || one.bytes === 0 ? null : (
              <Button small disabled={info.readOnly} onClick={() => one.place !== 'file' && clear(one.place)}>
                {t('stored.clear')}
              </Button>
            )
          }
        />
      ))}
      <Figure
        label={t('stored.cards')}
        value={count(cards.replaced)}
        unit={t('stored.cardsUnit')}
        denominator={t('stored.cardsNote', { tokens: count(cards.tokens) })}
      />
    </section>
  );
}

function PathOf({ place: { path, bytes: size, place } }: { readonly place: StoredPlace }) {
  return size === 0 && place !== 'file' ? null : <span className="stored-path mono">{path}</span>;
}
