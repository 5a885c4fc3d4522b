import { layoutNamed } from '../../analysis/model/layouts/index.ts';
import { named, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout, FailureCallout } from '../parts/callout.tsx';
import { readAgain, type Draft } from './import-flow.ts';
import { encodings } from './reading-text.ts';

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
      <Garbled draft={draft} />
    </>
  );
}

function Garbled({ draft }: { readonly draft: Draft }) {
  const { garbled } = draft.preview;
  if (garbled === null) return null;
  const right = encodings.find((name) => name === garbled.encoding);
  if (right === undefined) return <Callout kind="warn">{t('data.garbledBefore')}</Callout>;
  const encoding = t(`data.encoding.${right}`);
  return (
    <Callout kind="warn">
      <div className="row wrap">
        <span className="grow">{t('data.garbled', { encoding })}</span>
        <Button small onClick={() => readAgain(draft, { encoding: right })}>
          {t('data.readIn', { encoding })}
        </Button>
      </div>
    </Callout>
  );
}

const shown = 8;

function listed(names: readonly string[]): string {
  const first = names.slice(0, shown).join(t('orders.listMark'));
  return names.length > shown ? t('data.moreHeaders', { first, more: names.length - shown }) : first;
}
