import type { Failure } from '../../analysis/model/failure.ts';
import { lineFileColumns } from '../../analysis/model/order-lines.ts';
import { t } from '../i18n/index.ts';
import { attempt } from '../state/toasts.ts';
import { HeaderChoosers } from './header-choosers.tsx';
import { step } from './import-flow.ts';
import { addLines, importLines, openLinesDraft, tellsLines, type LinesDraft } from './lines-flow.ts';
import { pickedSubject } from './mapping-subject.ts';
import { PickedFile } from './picked-file.tsx';

export interface LinesScreenProps {
  readonly lines: LinesDraft;
  readonly busy: boolean;
  readonly failed: Failure | null;
}

/** A file of order lines for orders the project has. */
export function LinesScreen({ lines, busy, failed }: LinesScreenProps) {
  const { preview, columns } = lines;
  const change = (next: LinesDraft): void => step.set({ kind: 'lines', lines: next, busy, failed });
  const subject = pickedSubject('lines', lineFileColumns, lines, { open: openLinesDraft, onChange: change });
  return (
    <PickedFile
      {...{ testId: 'lines-screen', draft: lines, subject, busy, failed }}
      title={t('lines.pick')}
      lack={tellsLines(lines) ? null : t('lines.missing')}
      apply={t('lines.apply')}
      onApply={() => void addLines(lines)}
      onChooseAgain={importLines}
      onRead={(reading) =>
        attempt(async () => change(await openLinesDraft(lines.file, { columns: {}, file: reading })))
      }
    >
      <p className="note">{t('lines.pickNote')}</p>
      <HeaderChoosers
        preview={preview}
        names={lineFileColumns.map((name) => [name, t(`lines.column.${name}`)] as const)}
        columns={columns}
        invalid={(name) => name === 'order_id' && columns[name] === null}
        onChoose={(name, source) => change({ ...lines, columns: { ...columns, [name]: source } })}
      />
    </PickedFile>
  );
}
