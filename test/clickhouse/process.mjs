// A process of its own: ClickHouse's threads and handlers of signals are not for the process that runs tests.
import { createRequire } from 'node:module';

/** @type {{CreateConnection(folder: string): object, QueryWithConnection(connection: object, query: string, format: string): string}} */
const addon = createRequire(import.meta.url)(process.argv[2] ?? '');
const connection = addon.CreateConnection(process.argv[3] ?? '');

process.on('message', (/** @type {{id: number, query: string}} */ { id, query }) => {
  try {
    process.send?.({ id, text: addon.QueryWithConnection(connection, query, 'JSONCompactEachRow') });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit(0));
