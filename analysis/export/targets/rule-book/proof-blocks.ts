import { fill } from '../../../model/messages/fill.ts';
import type { ProvenEngine } from '../../../model/package-certificate.ts';
import type { ProofFigures } from '../target.ts';
import type { Block } from './blocks.ts';
import type { BookTexts } from './texts.ts';

/** What was replayed and compared before the package was written, and what nobody could run. */
export function proofBlocks({ engines, notProven }: ProofFigures, { proofs: texts, feature }: BookTexts): Block[] {
  const open = notProven.map(({ file, engine }) =>
    engine === null ? fill(texts.noEngine, { file }) : fill(texts.noAnswer, { file, engine }),
  );
  const asked = engines.flatMap((one) => (one.subject === 'vectors' ? [one] : []));
  return [
    ...engines.flatMap((one) => (one.subject === 'history' ? [replayed(one, texts)] : [])),
    paragraph(texts.vectors),
    {
      kind: 'table',
      head: [
        ...[texts.engine, texts.file, texts.records, texts.compared],
        ...[texts.derived, texts.outside, texts.mismatches],
      ],
      rows: asked.map(({ engine, version, file, records, compared, derived = 0, outside, mismatches }) => [
        `${engine} ${version}`,
        file,
        ...[records, compared, derived, outside, mismatches].map(grouped),
      ]),
    },
    paragraph(texts.columns),
    paragraph(open.length === 0 ? texts.allProven : fill(texts.notProven, { files: open.join(feature.comma) })),
    paragraph(texts.certificate),
  ];
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const grouped = (count: number): string => count.toLocaleString('en-US');

function replayed(
  { engine, version, orders, rules, features, compared, mismatches }: Extract<ProvenEngine, { subject: 'history' }>,
  { history }: BookTexts['proofs'],
): Block {
  const counts = { orders, rules, features, compared, mismatches };
  const told = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, grouped(count)]));
  return paragraph(fill(history, { ...told, engine: `${engine} ${version}` }));
}
