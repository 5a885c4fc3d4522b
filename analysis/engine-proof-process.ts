import { runEngine } from './export/engines/ask-engine.ts';
import { askSchema } from './export/engines/messages.ts';
import { parentPort } from './ingest/parent-port.ts';

// Evaluators that read wall clocks through local dates must meet no hour that a change of the clock leaves out.
process.env['TZ'] = 'UTC';

const port = parentPort();
let started = false;

port.onMessage((message) => {
  if (started) return;
  started = true;
  void runEngine(askSchema.parse(message), (saying) => port.post(saying));
});
