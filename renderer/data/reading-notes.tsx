import { layoutNamed } from '../../analysis/model/layouts/index.ts';
import { named, t } from '../i18n/index.ts';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { readAgain, type Draft } from './import-flow.ts';
import { Garbled } from './reading-fields.tsx';

/** What was found about the file as a whole: its layout, the files it is made of, an encoding that does not fit. */
export function ReadingNotes({ draft }: { readonly draft: Draft }) {
  const { preview, layoutFailed } = draft;
  const layout = preview.layout === null ? undefined : layoutNamed(preview.layout);
  return (
    <>
      {layoutFailed === null ? null : <FailureCallout failure={layoutFailed} />}
      {layout === undefined ? null : (
        <Callout kind="info">
          <p>{t('data.recognised', { name: named(layout.name) })}</p>
          <p className="note">{t('data.layoutSource', { source: layout.source, day: layout.read })}</p>
          {layout.uncited === undefined ? null : <p className="note">{named(layout.uncited)}</p>}
        </Callout>
      )}
      {preview.tables.length > 1 ? (
        <Callout kind="info">
          <p>{t('data.severalTables', { count: preview.tables.length })}</p>
          <p className="note">{listed(preview.tables)}</p>
        </Callout>
      ) : null}
      <Garbled preview={preview} onRead={(reading) => readAgain(draft, reading)} />
    </>
  );
}

const shown = 8;

function listed(names: readonly string[]): string {
  const first = names.slice(0, shown).join(t('orders.listMark'));
  return names.length > shown ? t('data.moreHeaders', { first, more: names.length - shown }) : first;
}
