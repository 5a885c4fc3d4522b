import { setImmediate } from 'node:timers/promises';
import { widthOf } from '../../kernels/matrix/shapes.ts';
import { chunkRows, ColumnWriter } from '../../kernels/sidecar/column-file.ts';
import type { CodedValues } from '../../kernels/velocity/run.ts';
import { ShinsaError } from '../../model/failure.ts';
import type { ColumnPlace } from '../../store/column-names.ts';
import type { Connection } from '../../store/connection.ts';
import type { AboutFeature } from './feature-files.ts';

/** Pieces written before others get their turn. */
const piecesPerTurn = 8;

/** Values of a feature, and where they are kept. */
export interface FeatureColumnFile extends ColumnPlace {
  readonly values: CodedValues;
}

/** Writes columns of codes one after the other; none is left half written. Throws 'cancelled' between two pieces. */
export async function writeFeatures(db: Connection, columns: readonly FeatureColumnFile[]): Promise<void> {
  for (const { path, key, values } of columns) {
    const { kind, bytes, nulls, offset } = values;
    const about: AboutFeature = { nulls, ...(offset === undefined ? {} : { offset }) };
    const writer = new ColumnWriter(path, kind);
    let ended = false;
    try {
      const piece = chunkRows * widthOf[kind] * piecesPerTurn;
      for (let from = 0; from < bytes.length; from += piece) {
        if (db.cancelled) throw new ShinsaError('cancelled');
        writer.append(bytes.subarray(from, from + piece));
        await setImmediate();
      }
      writer.finish({ key, kind, rows: bytes.length / widthOf[kind], about });
      ended = true;
    } finally {
      if (!ended) writer.abandon();
    }
  }
}
