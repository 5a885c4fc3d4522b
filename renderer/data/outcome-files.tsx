import type { OutcomesReport } from '../../analysis/model/import-report.ts';
import { enoughMatched } from '../../analysis/model/outcome-match.ts';
import type { ProjectInfo } from '../../analysis/model/project.ts';
import { count, moneyShort, rate } from '../i18n/format.ts';
import { matchedByText } from '../i18n/messages.ts';
import { t } from '../i18n/index.ts';
import { Button } from '../parts/button.tsx';
import { Panel } from '../parts/panel.tsx';
import { OrdersButton } from '../rule-sets/orders-behind.tsx';
import { go, openOrders } from '../state/address.ts';
import { call } from '../state/jobs.ts';
import { useLatest } from '../state/request.ts';
import { FileTable } from './file-table.tsx';
import { step } from './import-flow.ts';
import { outcomesPath } from './outcomes-overview.tsx';
import { RemoveImport } from './remove-import.tsx';
import { saveStaged } from '../state/save-staged.ts';
import { attempt } from '../state/toasts.ts';

/** Every outcomes file the project took in: what of it found its order, and the rest to look at. */
export function OutcomeFiles({ info }: { readonly info: ProjectInfo }) {
  const { value } = useLatest('import.outcomeFiles', {}, info.dataVersion);
  if (value === null || value.length === 0) return null;
  return (
    <Panel
      title={t('data.outcomeFiles')}
      actions={
        <Button small icon="search" onClick={() => go({ path: [outcomesPath] })}>
          {t('told.open')}
        </Button>
      }
    >
      <FileTable
        label={t('data.outcomeFiles')}
        testId="outcome-files"
        numbers={['data.read', 'data.matched', 'data.several', 'data.unmatched', 'data.rejected']}
      >
        {value.map((report) => (
          <FileRow key={report.importId} report={report} currency={info.currency} />
        ))}
      </FileTable>
    </Panel>
  );
}

function FileRow({ report, currency }: { readonly report: OutcomesReport; readonly currency: string }) {
  const { read, matched, several, unmatched, rejected } = report;
  const cells: readonly (readonly [string, number, number | null])[] = [
    ['several', several, report.amountSeveral],
    ['unmatched', unmatched, report.amountUnmatched],
    ['rejected', rejected, report.amountRejected],
  ];
  return (
    <tr>
      <td>
        {report.fileName}
        <MatchedBy report={report} currency={currency} />
      </td>
      <td className="num">{count(read)}</td>
      <td className="num">
        <MatchedShare report={report} /> <OrdersButton count={matched} onOpen={() => showFile(report.importId ?? '')} />
        <Amount value={report.amountMatched} currency={currency} />
      </td>
      {cells.map(([name, rows, amount]) => (
        <td key={name} className="num">
          {count(rows)}
          <Amount value={amount} currency={currency} />
        </td>
      ))}
      <td>
        <div className="row end">
          <OutcomeActions report={report} />
          <RemoveImport
            importId={report.importId ?? ''}
            name={report.fileName ?? ''}
            rows={matched + several + unmatched}
            of="outcomes"
          />
        </div>
      </td>
    </tr>
  );
}

/** Matched rows of those that were not told twice; marked where they are too few for any recall. */
export function MatchedShare({ report: { read, matched, rejects = [] } }: { readonly report: OutcomesReport }) {
  const repeated = rejects.reduce((sum, { reason, rows }) => sum + (reason === 'outcome-duplicate' ? rows : 0), 0);
  const asked = read - repeated;
  if (asked === 0) return null;
  const share = matched / asked;
  return (
    <span className={share < enoughMatched ? 'tag warn' : 'note'} title={t('data.matchedShare')}>
      {rate(share)}
    </span>
  );
}

const showFile = (importId: string): void => openOrders({ clauses: [{ kind: 'told', what: 'file', name: importId }] });

function Amount({ value, currency }: { readonly value: number | null; readonly currency: string }) {
  return <div className="note">{value === null ? t('common.notMeasured') : moneyShort(value, currency)}</div>;
}

/** The parts of an outcomes file, which add up to what was read. */
export function outcomeCounts({ read, matched, several, unmatched, rejected }: OutcomesReport) {
  return {
    read: count(read),
    matched: count(matched),
    several: count(several),
    unmatched: count(unmatched),
    rejected: count(rejected),
  };
}

/** What joined the matched rows, and how many of them. */
export function MatchedBy({ report, currency }: { readonly report: OutcomesReport; readonly currency: string }) {
  if (report.matchedBy.length === 0) return null;
  return (
    <ul className="matched-by note" aria-label={t('data.matchedBy')}>
      {report.matchedBy.map(({ by, rows, amount }) => (
        <li key={by}>
          {t('data.matchedByRows', { by: matchedByText(by), rows: count(rows), amount: moneyShort(amount, currency) })}
        </li>
      ))}
    </ul>
  );
}

/** Looking at the rows of an outcomes file that have no order of their own, and saving them and those not taken in. */
export function OutcomeActions({ report }: { readonly report: OutcomesReport }) {
  const { importId, fileName: name = '', several, unmatched, rejected, matchedBy } = report;
  if (importId === undefined) return null;
  const save = (what: 'import.unmatched' | 'import.rejects') =>
    attempt(async () => saveStaged(await call(what, { importId })));
  const byHand = matchedBy.some(({ by }) => by === 'hand');
  return (
    <>
      {several + unmatched > 0 || byHand ? (
        <Button
          small
          icon="search"
          aria-label={t('data.resolveOf', { name })}
          onClick={() => step.set({ kind: 'resolve', importId, name })}
        >
          {t('data.resolve')}
        </Button>
      ) : null}
      {several + unmatched > 0 ? (
        <Button
          small
          icon="save"
          aria-label={t('data.saveUnmatchedOf', { name })}
          onClick={() => save('import.unmatched')}
        >
          {t('data.saveUnmatched')}
        </Button>
      ) : null}
      {rejected > 0 ? (
        <Button small icon="save" aria-label={t('data.saveRejectsOf', { name })} onClick={() => save('import.rejects')}>
          {t('data.saveRejects')}
        </Button>
      ) : null}
    </>
  );
}
