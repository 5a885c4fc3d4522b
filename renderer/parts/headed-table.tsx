import type { ReactNode } from 'react';

export interface HeadedTableProps {
  /** Names the region in which the table scrolls. */
  readonly label: string;
  readonly heads: readonly string[];
  /** Places of heads over texts; the others stand over numbers. The first alone unless told. */
  readonly texts?: readonly number[];
  readonly testId?: string;
  /** Of the region. */
  readonly className?: string;
  /** Of the table: `sticky` keeps its heads in sight. */
  readonly tableClass?: string;
  /** Rows of its body. */
  readonly children: ReactNode;
}

/** A table with a line of heads, in a region of its own that scrolls and can be reached by the keyboard. */
export function HeadedTable({ label, heads, texts = [0], testId, className, tableClass, children }: HeadedTableProps) {
  return (
    <div className={`scroll ${className ?? ''}`.trim()} tabIndex={0} role="region" aria-label={label}>
      <table className={`table ${tableClass ?? ''}`.trim()} data-testid={testId}>
        <thead>
          <tr>
            {heads.map((head, at) => (
              <th key={`${at} ${head}`} scope="col" className={texts.includes(at) ? '' : 'num'}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
