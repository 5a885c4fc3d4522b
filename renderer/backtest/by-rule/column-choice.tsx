import { t } from '../../i18n/index.ts';
import { Choices } from '../../parts/choices.tsx';
import { ColumnsButton } from '../../parts/columns-button.tsx';

export interface ColumnChoiceProps<T extends string> {
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly word: (one: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
}

/** Which columns a table shows. */
export function ColumnChoice<T extends string>({ all, chosen, word, onChange }: ColumnChoiceProps<T>) {
  return (
    <ColumnsButton>
      <div className="by-rule-columns">
        <Choices title={t('orders.columns')} {...{ all, chosen, word, onChange }} />
      </div>
    </ColumnsButton>
  );
}
