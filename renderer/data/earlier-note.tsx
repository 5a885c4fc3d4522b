import { canonicalColumns } from '../../analysis/model/columns.ts';
import type { MappingFit } from '../../analysis/model/mapping-fit.ts';
import type { Mapping } from '../../analysis/model/mapping.ts';
import { named, t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Callout } from '../parts/callout.tsx';
import { changeMapping, type Draft } from './import-flow.ts';
import { changedColumns } from './mapping-edit.ts';

/** That a file is mapped like an earlier one, on which headers the two differ, and what is mapped otherwise now. */
export function EarlierNote({ draft }: { readonly draft: Draft }) {
  const { earlier, proposal } = draft.preview;
  if (earlier === null) return null;
  const changed = changedColumns(earlier.mapping, draft.mapping);
  const as = (mapping: Mapping) => () => changeMapping((now) => withReading(mapping, now));
  return (
    <Callout kind={changed.length > 0 || earlier.missing.length + earlier.renamed.length > 0 ? 'warn' : 'info'}>
      <div className="row wrap">
        <span className="grow">
          {changed.length > 0
            ? t('data.mappedOtherwise', { file: earlier.fileName })
            : t(earlier.missing.length + earlier.added.length > 0 ? 'data.mappedAlike' : 'data.mappedAs', {
                file: earlier.fileName,
              })}
        </span>
        {changed.length > 0 ? (
          <Button small onClick={as(earlier.mapping)}>
            {t('data.mapAsBefore')}
          </Button>
        ) : sameColumns(draft.mapping, proposal) ? null : (
          <Button small onClick={as(proposal)}>
            {t('data.mapAsProposed')}
          </Button>
        )}
      </div>
      <Differences fit={earlier} />
      {changed.map(({ name, before, now }) => (
        <p key={name} className="note">
          {t('data.mappedColumn', { column: nameOf(name), before: listed(before), now: listed(now) })}
        </p>
      ))}
    </Callout>
  );
}

export const sameColumns = (one: Mapping, other: Mapping): boolean =>
  changedColumns(one, other).length === 0 && changedColumns(other, one).length === 0;

/** On which headers a file and the one its mapping was made for differ. */
export function Differences({
  fit: { missing, renamed, added },
}: {
  readonly fit: Pick<MappingFit, 'missing' | 'renamed' | 'added'>;
}) {
  const stands = new Set(renamed.flatMap(({ now }) => now));
  const others = added.filter((header) => !stands.has(header));
  return (
    <>
      {renamed.map(({ column, before, now }) => (
        <p key={column} className="note">
          {t('mappings.renamedColumn', { column: nameOf(column), before: listed(before), now: listed(now) })}
        </p>
      ))}
      {missing.length > 0 ? <p className="note">{t('data.headersMissing', { columns: listed(missing) })}</p> : null}
      {others.length > 0 ? <p className="note">{t('data.headersAdded', { columns: listed(others) })}</p> : null}
    </>
  );
}

/** How the file itself is read stays. */
function withReading(mapping: Mapping, { file }: Mapping): Mapping {
  const rest: Mapping = { ...mapping };
  delete rest.file;
  return file === undefined ? rest : { ...rest, file };
}

const shown = 6;

export function listed(headers: readonly string[]): string {
  if (headers.length === 0) return t('data.noHeaders');
  const first = headers.slice(0, shown).join(', ');
  return headers.length > shown ? t('data.moreHeaders', { first, more: headers.length - shown }) : first;
}

function nameOf(name: string): string {
  const column = canonicalColumns.find((one) => one.name === name);
  return column === undefined ? name : named(column);
}
