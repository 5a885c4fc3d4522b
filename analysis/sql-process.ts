import { serveConsole } from './console/serve.ts';
import { parentPort } from './ingest/parent-port.ts';

serveConsole(parentPort());
