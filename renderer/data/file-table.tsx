import type { ReactNode } from 'react';
import { t, type TextKey } from '../i18n/index.ts';

export interface FileTableProps {
  readonly label: string;
  readonly testId: string;
  /** Headings of what stands before the numbers, the file itself first. */
  readonly texts?: readonly TextKey[];
  readonly numbers: readonly TextKey[];
  readonly children: ReactNode;
}

/** Files of one kind that the project took in, a row each; what can be done with one stands at its end. */
export function FileTable({ label, testId, texts = ['data.file'], numbers, children }: FileTableProps) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="table file-table" data-testid={testId}>
        <thead>
          <tr>
            {texts.map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
            <NumberHeads keys={numbers} />
            <th scope="col">
              <span className="hidden-visually">{t('data.saveAs')}</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** Headings over columns of numbers. */
export function NumberHeads({ keys }: { readonly keys: readonly TextKey[] }) {
  return keys.map((key) => (
    <th key={key} scope="col" className="num">
      {t(key)}
    </th>
  ));
}
