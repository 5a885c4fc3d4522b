import { reviewWords } from '../../../analysis/model/messages/review-sample.ts';
import { count } from '../../i18n/format.ts';
import { language, t } from '../../i18n/index.ts';
import { HeadedTable } from '../../parts/headed-table.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useStore } from '../../state/store.ts';
import { copyTable } from '../../parts/save/copy-table.ts';
import { refusedSheet } from './sample-store.ts';

/** What has to be put right in a worksheet, row by row. */
export function RefusedSheet() {
  const refused = useStore(refusedSheet);
  if (refused === null) return null;
  const close = () => refusedSheet.set(null);
  const { issues: texts } = reviewWords(language.get());
  const rows = refused.issues.map(({ code, line, column, value }) => [line, column, value, texts[code]] as const);
  const heads = [t('sample.issueLine'), t('sample.issueColumn'), t('sample.issueValue'), t('sample.issueWhat')];
  const buttons = (
    <>
      <Button icon="copy" onClick={() => copyTable([heads, ...rows])}>
        {t('backtest.copyTable')}
      </Button>
      <Button look="primary" onClick={close}>
        {t('common.close')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('sample.refused')} onClose={close} buttons={buttons} wide>
      <p>{t('sample.refusedBody', { name: refused.fileName, count: count(refused.count) })}</p>
      {refused.count > rows.length ? (
        <p className="note">{t('sample.refusedMore', { shown: count(rows.length) })}</p>
      ) : null}
      <HeadedTable
        label={t('sample.refused')}
        heads={heads}
        texts={[1, 2, 3]}
        className="sample-strata"
        tableClass="sample-issues"
      >
        {rows.map(([line, column, value, text], at) => (
          <tr key={at}>
            <td className="num">{line}</td>
            <td>{column ?? t('common.none')}</td>
            <td>{value ?? t('common.none')}</td>
            <td>{text}</td>
          </tr>
        ))}
      </HeadedTable>
    </Dialog>
  );
}
