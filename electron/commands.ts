import type { WebContents, WebFrameMain } from 'electron';
import {
  commands,
  type BridgeEvents,
  type CommandInput,
  type CommandName,
  type CommandOutput,
} from '../analysis/model/bridge.ts';
import { appOrigin } from '../analysis/model/page.ts';
import { failureOf, type Failure, type Result } from '../analysis/model/failure.ts';

export type CommandHandlers = {
  readonly [N in CommandName]: (input: CommandInput<N>) => Promise<CommandOutput<N>>;
};

/** Registered on the one window's contents: no other contents has these channels at all. */
export function handleCommands(contents: WebContents, handlers: CommandHandlers): void {
  for (const name of Object.keys(commands) as CommandName[]) handleCommand(contents, name, handlers[name]);
}

function handleCommand<N extends CommandName>(contents: WebContents, name: N, handler: CommandHandlers[N]): void {
  contents.ipc.handle(`shinsa:${name}`, (event, input: unknown) => {
    // The frame may be gone or elsewhere after any wait, so it is looked at before everything else.
    if (!isTrustedSender(event.senderFrame, contents.mainFrame)) return refused('sender');
    return answer(name, handler, input);
  });
}

async function answer<N extends CommandName>(
  name: N,
  handler: CommandHandlers[N],
  input: unknown,
): Promise<Result<CommandOutput<N>>> {
  const checked = commands[name].input.safeParse(input);
  if (!checked.success) return refused('input');
  try {
    return { ok: true, value: await handler(checked.data as CommandInput<N>) };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

type Frame = Pick<WebFrameMain, 'origin'>;

/**
 * Only the frame that is the main frame now, showing exactly our origin. A replaced frame is another object; its
 * `detached` flag is not asked, because Electron leaves it set on the main frame that came back after a crash.
 */
export function isTrustedSender(sender: Frame | null, mainFrame: Frame): boolean {
  return sender !== null && sender === mainFrame && sender.origin === appOrigin;
}

function refused(what: 'sender' | 'input'): { ok: false; failure: Failure } {
  return { ok: false, failure: { code: 'input-invalid', params: { what } } };
}

export function sendEvent<E extends keyof BridgeEvents>(contents: WebContents, name: E, value: BridgeEvents[E]): void {
  if (!contents.isDestroyed()) contents.send(`shinsa:on:${name}`, value);
}
