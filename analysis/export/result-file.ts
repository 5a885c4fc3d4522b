import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Staged } from '../engine-api.ts';
import { ShinsaError } from '../model/failure.ts';
import type { ResultFile } from '../model/results/result-file.ts';
import { byteOrderMark, csvLine } from '../store/csv-text.ts';
import type { ProjectHandle } from '../store/project-handle.ts';
import { cp932 } from './cp932.ts';

/** A result in staging; `replaced`: characters that its encoding lacks. 'input-invalid' for what is no picture. */
export function stageResult(project: ProjectHandle, file: ResultFile): Staged & { readonly replaced: number } {
  const { bytes, replaced } = contentOf(file);
  const suggestedName = `${file.name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '_').trim() || 'result'}.${file.kind}`;
  const path = project.stagingPath(suggestedName);
  writeFileSync(path, bytes, { mode: 0o600 });
  return { staged: basename(path), suggestedName, bytes: bytes.byteLength, replaced };
}

interface Content {
  readonly bytes: Uint8Array;
  readonly replaced: number;
}

function contentOf(file: ResultFile): Content {
  switch (file.kind) {
    case 'csv': {
      const lines = [...file.rows, [], ...file.about].map((row) => csvLine(row)).join('');
      return file.encoding === 'shift_jis' ? cp932(lines) : plain(byteOrderMark + lines);
    }
    case 'svg':
      if (!file.text.startsWith('<svg ') || /<script|<foreignObject|\son\w+\s*=/i.test(file.text)) throw invalid('svg');
      return plain(file.text);
    case 'png':
      if (!png.every((byte, at) => file.bytes[at] === byte)) throw invalid('png');
      return { bytes: file.bytes, replaced: 0 };
  }
}

const plain = (text: string): Content => ({ bytes: Buffer.from(text), replaced: 0 });
/** What every PNG begins with. */
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const invalid = (kind: string): ShinsaError => new ShinsaError('input-invalid', { kind });
