import type { ImportWarning } from '../../analysis/model/import-report.ts';
import { importWarningText } from '../i18n/messages.ts';
import { t } from '../i18n/index.ts';
import { Callout } from '../parts/callout.tsx';

/** One callout per kind; columns of whom nothing else is said are named together. */
export function ImportWarnings({ warnings }: { readonly warnings: readonly ImportWarning[] }) {
  const codes = [...new Set(warnings.map((warning) => warning.code))];
  return codes.map((code) => {
    const same = warnings.filter((warning) => warning.code === code);
    const columns = same.map((warning) => warning.params['column']).filter((column) => column !== undefined);
    const alike = columns.length === same.length && same.every((warning) => Object.keys(warning.params).length === 1);
    const shown = alike ? [{ code, params: { column: columns.join(t('orders.listMark')) } }] : same;
    return (
      <Callout key={code} kind="warn">
        {shown.map((warning, index) => (
          <p key={index}>{importWarningText(warning)}</p>
        ))}
      </Callout>
    );
  });
}
