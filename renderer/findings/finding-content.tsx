import { useRef } from 'react';
import type { FindingEntry, FindingPicture } from '../../analysis/model/findings.ts';
import { pictureAddress } from '../../analysis/model/picture.ts';
import { cellText, holdsNumbers, isNumber } from '../../analysis/model/results/cell-text.ts';
import type { ResultCell, ResultTable } from '../../analysis/model/results/result-file.ts';
import { count } from '../i18n/format.ts';
import { language, t } from '../i18n/index.ts';
import { FailureCallout } from '../parts/callout.tsx';
import { HeadedTable } from '../parts/headed-table.tsx';
import { useInSight } from '../parts/in-sight.ts';
import { useLatest } from '../state/request.ts';
import { useStore } from '../state/store.ts';
import { isDark, paintVersion } from '../theme/theme.ts';

export interface FindingContentProps {
  readonly entry: FindingEntry;
  readonly result: NonNullable<FindingEntry['result']>;
  readonly title: string;
  readonly timezone: string;
}

/** Pictures and table of an entry, fetched where it comes on screen. */
export function FindingContent({ entry: { findingId }, result, title, timezone }: FindingContentProps) {
  const place = useRef<HTMLDivElement>(null);
  const seen = useRef(false);
  if (useInSight(place)) seen.current = true;
  const asked = seen.current ? { findingId } : null;
  // What was pinned never changes; how it is masked does, and the page is read anew then.
  const { value, failure } = useLatest('findings.result', asked, JSON.stringify(asked));
  return (
    <div ref={place} className="pinned-content" aria-busy={value === null && failure === null}>
      {failure === null ? null : <FailureCallout failure={failure} />}
      {result.withheld ? <p className="note">{t('findings.withheld')}</p> : null}
      {value === null && failure === null ? <div className="skeleton chart-skeleton" /> : null}
      {value?.pictures.map((picture, at) => (
        <Drawn key={at} picture={picture} title={title} />
      ))}
      {value === null || value.pictures.length === 0
        ? null
        : result.explained.map((said, at) => (
            <p key={at} className="note">
              {said}
            </p>
          ))}
      {value === null || value.table === null ? null : (
        <details className="pinned-table" open={value.pictures.length === 0}>
          <summary>{t('findings.table', { rows: count(result.rows) })}</summary>
          <Cells table={value.table} all={result.rows} {...{ title, timezone }} />
        </details>
      )}
    </div>
  );
}

interface DrawnProps extends Pick<FindingContentProps, 'title'> {
  readonly picture: FindingPicture;
}

/** An image runs nothing and asks for nothing, whatever stands in it. */
function Drawn({ picture: { label, width, height, light, dark }, title }: DrawnProps) {
  useStore(paintVersion);
  return (
    <figure>
      <img src={pictureAddress(isDark() ? dark : light)} alt={label} width={width} height={height} />
      {label === title ? null : <figcaption className="note">{label}</figcaption>}
    </figure>
  );
}

interface CellsProps {
  readonly table: ResultTable;
  readonly all: number;
  readonly title: string;
  readonly timezone: string;
}

function Cells({ table: [heads = [], ...rows], all, title, timezone }: CellsProps) {
  const numbers = heads.map((_, at) => holdsNumbers(rows, at));
  const textOf = (cell: ResultCell) => cellText(cell, { language: language.get(), timezone });
  return (
    <>
      <HeadedTable
        label={t('findings.tableOf', { title })}
        heads={heads.map(textOf)}
        texts={heads.flatMap((_, at) => (numbers[at] ? [] : [at]))}
        testId="finding-table"
        className="pinned-cells"
        tableClass="sticky"
      >
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, at) => (
              <td key={at} className={isNumber(cell, numbers[at] ?? false) ? 'num' : ''}>
                {textOf(cell)}
              </td>
            ))}
          </tr>
        ))}
      </HeadedTable>
      {all > rows.length ? (
        <p className="note">{t('findings.rowsKept', { shown: count(rows.length), all: count(all) })}</p>
      ) : null}
    </>
  );
}
