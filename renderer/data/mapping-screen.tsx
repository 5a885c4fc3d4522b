import { bytes, count } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { Split, SplitHandle, SplitPart } from '../parts/panels.tsx';
import { attempt } from '../state/toasts.ts';
import { hasOrders, useProject } from '../state/project.ts';
import { titleOf } from './chosen-file.ts';
import { chooseAgain, fileIsGone, readAgain, runImport, step, type Draft } from './import-flow.ts';
import { EarlierNote } from './earlier-note.tsx';
import { FirstRows } from './first-rows.tsx';
import { LayoutField } from './layout-field.tsx';
import { MappingTable } from './mapping-table.tsx';
import { problemsOf } from './problems.ts';
import { ReadingFields } from './reading-fields.tsx';
import { ReadingNotes } from './reading-notes.tsx';
import { ordersSubject } from './mapping-subject.ts';
import { SavedMappingsButton } from './saved-mappings-dialog.tsx';
import { SavedNote } from './saved-note.tsx';
import { SettingsPanel } from './settings-panel.tsx';

/** What the file holds and what becomes of it, before anything is written. */
export function MappingScreen({ draft }: { readonly draft: Draft }) {
  const { preview, file, failed } = draft;
  return (
    <div className="mapping-screen">
      <div className="row wrap mapping-head">
        <h2 className="page-title clip">{titleOf(file)}</h2>
        <span className="note">
          {bytes(preview.bytes)} · {t('data.columnCount', { count: count(preview.columns.length) })}
        </span>
        <ReadingFields preview={preview} onRead={(reading) => readAgain(draft, reading)} />
        <LayoutField draft={draft} />
        <SavedMappingsButton subject={ordersSubject(draft)} />
      </div>
      {failed === null ? null : failed.code === 'cancelled' ? (
        <Callout kind="info">{t('data.cancelled')}</Callout>
      ) : failed.code === 'engine-stopped' ? (
        <Callout kind="error">{t('data.importStopped')}</Callout>
      ) : (
        <FailureCallout failure={failed} />
      )}
      <div className="mapping-body">
        <Split id="data.mapping" direction="horizontal">
          <SplitPart id="columns" order={1} minSize={40}>
            <div className="mapping-main">
              <ReadingNotes draft={draft} />
              {draft.saved === null ? <EarlierNote draft={draft} /> : <SavedNote draft={draft} saved={draft.saved} />}
              <FirstRows preview={preview} />
              <MappingTable draft={draft} />
            </div>
          </SplitPart>
          <SplitHandle />
          <SplitPart id="settings" order={2} defaultSize={31} minSize={22}>
            <SettingsPanel draft={draft} />
          </SplitPart>
        </Split>
      </div>
      <ImportBar draft={draft} />
    </div>
  );
}

function ImportBar({ draft }: { readonly draft: Draft }) {
  const info = useProject();
  const problems = problemsOf(draft);
  const again = draft.failed !== null && fileIsGone(draft.failed);
  return (
    <div className="import-bar">
      <ul className="problems" aria-live="polite" aria-label={t('data.problems')}>
        {problems.map((problem) => (
          <li key={problem} className="tag warn">
            {problem}
          </li>
        ))}
        {problems.length === 0 ? (
          <li className="note">
            {hasOrders(info) ? t('data.readyAdds', { count: count(info.orders) }) : t('data.ready')}
          </li>
        ) : null}
      </ul>
      <span className="grow" />
      <Button onClick={() => step.set({ kind: 'home' })}>{t('common.cancel')}</Button>
      {again ? (
        <Button look="primary" icon="file" onClick={() => chooseAgain(draft)}>
          {t('data.chooseAgain')}
        </Button>
      ) : (
        <Button
          look="primary"
          disabled={problems.length > 0 || info?.readOnly === true}
          onClick={() => attempt(() => runImport(draft))}
        >
          {t('data.import')}
        </Button>
      )}
    </div>
  );
}
