/** A small table as a person's file has it, card numbers replaced. Lines count from 1. */
export interface FileCells {
  readonly fileName: string;
  /** Of a workbook, the sheet that was read. */
  readonly sheet: string | null;
  readonly headers: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** Lines that could not be read as rows. */
  readonly unreadable: readonly number[];
}
