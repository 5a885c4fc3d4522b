/** The bytes of a named file. */
export function bytesOf(files: ReadonlyMap<string, Uint8Array> | undefined, name: string): Uint8Array {
  const bytes = files?.get(name);
  if (bytes === undefined) throw new Error(`no file ${name}`);
  return bytes;
}

/** A plain CSV reader (quotes, CRLF), so that the writer is not judged by itself. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i] ?? '';
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(cell);
      cell = '';
      if (c === '\n') {
        rows.push(row);
        row = [];
      }
    } else if (c !== '\r') cell += c;
  }
  return rows;
}
