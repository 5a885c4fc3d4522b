import { parentPort, workerData } from 'node:worker_threads';
import { kernelOver } from './kernel.ts';
import type { Opening, Question } from './messages.ts';

/** A thread that answers questions in the order in which they come. */

const answer = kernelOver(workerData as Opening);

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
