import type { Clause } from '../../analysis/model/filter.ts';
import {
  importNotes,
  orderWarnings,
  type ImportReport,
  type ImportWarning,
} from '../../analysis/model/import-report.ts';
import { importWarningText } from '../i18n/messages.ts';
import { t } from '../i18n/index.ts';
import { Callout } from '../parts/callout.tsx';
import { openOrders } from '../state/address.ts';

export interface ImportWarningsProps {
  readonly warnings: readonly ImportWarning[];
  /** The file of orders they are of, where its orders can be opened. */
  readonly of?: ImportReport;
}

/**
 * What needs looking after in one box and what was dealt with by itself in another, so that they do not push away what became
 * of the rows; columns of whom nothing else is said are named together.
 */
export function ImportWarnings({ warnings, of }: ImportWarningsProps) {
  const own = of === undefined ? {} : { of };
  return (
    <>
      <Told kind="warn" warnings={warnings.filter(({ code }) => !importNotes.has(code))} {...own} />
      <Told kind="info" warnings={warnings.filter(({ code }) => importNotes.has(code))} {...own} />
    </>
  );
}

function Told({ kind, warnings, of }: ImportWarningsProps & { readonly kind: 'warn' | 'info' }) {
  const codes = [...new Set(warnings.map((warning) => warning.code))];
  if (codes.length === 0) return null;
  const lines = codes.flatMap((code) => {
    const same = warnings.filter((warning) => warning.code === code);
    const columns = same.map((warning) => warning.params['column']).filter((column) => column !== undefined);
    const alike = columns.length === same.length && same.every((warning) => Object.keys(warning.params).length === 1);
    const shown = alike ? [{ code, params: { column: columns.join(t('orders.listMark')) } }] : same;
    return shown.map((warning, index) => (
      <li key={`${code} ${index}`}>
        {importWarningText(warning)} <WarnedOrders clauses={of === undefined ? null : clausesOf(warning, of)} />
      </li>
    ));
  });
  return (
    <Callout kind={kind}>
      <ul className="warnings">{lines}</ul>
    </Callout>
  );
}

function WarnedOrders({ clauses }: { readonly clauses: Clause[] | null }) {
  if (clauses === null) return null;
  return (
    <button type="button" className="link" onClick={() => openOrders({ clauses })}>
      {t('file.show')}
    </button>
  );
}

/** The orders a warning is about; null where it is about none, or about rows of the outcomes file. */
function clausesOf(warning: ImportWarning, report: ImportReport): Clause[] | null {
  const { importId, currency, outcomes, ordersKept } = report;
  const asText = JSON.stringify(warning);
  if (ordersKept !== true || outcomes?.warnings?.some((one) => JSON.stringify(one) === asText)) return null;
  const accepted: Clause = { kind: 'file', importId, says: 'accepted', column: null };
  if (warning.code === 'several-currencies')
    return [accepted, { kind: 'notIn', column: 'currency', values: [currency] }];
  if (warning.code === 'label-blank') return [accepted, { kind: 'in', column: 'label', values: [null] }];
  const says = orderWarnings.find((code) => code === warning.code);
  if (says === undefined) return null;
  // A warning of several columns is of their orders together.
  const column = says === 'screening-changed' ? null : String(warning.params['column'] ?? '');
  return [{ kind: 'file', importId, says, column: column === '' ? null : column }];
}
