import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, remove, test as base, Workbench } from './app.ts';

/** One window for all tests of this file, and a server outside that must never be reached. */
const test = base.extend<
  object,
  { workbench: Workbench; outside: { readonly url: string; readonly visits: () => number } }
>({
  workbench: [
    async ({}, use) => {
      const workbench = await Workbench.launch();
      await workbench.sampleReady();
      await use(workbench);
      await workbench.close();
      await remove(workbench.home);
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  outside: [
    async ({}, use) => {
      let visits = 0;
      const server: Server = createServer((_request, response) => {
        response.setHeader('Access-Control-Allow-Origin', '*');
        response.end('hello');
      });
      server.on('connection', () => (visits += 1));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      await use({ url: `http://127.0.0.1:${port}/`, visits: () => visits });
      server.close();
    },
    { scope: 'worker' },
  ],
});

const pageAddress = 'app://workbench/';

test.describe('the page', () => {
  test('has no Node, and of the shell only the named commands', async ({ workbench: { page } }) => {
    const found = await page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'].filter(
        (name) => name in globalThis,
      ),
      secure: isSecureContext,
      bridge: Object.keys(window.shinsa).sort(),
    }));
    expect(found.globals).toEqual([]);
    expect(found.secure).toBe(true);
    expect(found.bridge).toEqual([
      'appInfo',
      'chooseFile',
      'connectEngine',
      'discardStaged',
      'dropFile',
      'forgetMapping',
      'keepMapping',
      'keptMappings',
      'newProject',
      'onEngineState',
      'onMenu',
      'onPreferences',
      'onShellFailure',
      'openExternal',
      'openProject',
      'openRecent',
      'openSample',
      'recentProjects',
      'restartEngine',
      'reveal',
      'sampleOffer',
      'saveStaged',
      'setLanguage',
      'setRole',
      'setTheme',
      'signStaged',
    ]);
  });

  test('makes no code from text', async ({ workbench: { page } }) => {
    // In a task of the page's own: code that the test protocol runs directly is exempt from the policy.
    const tried = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          setTimeout(() => {
            const attempts = [() => eval('1'), () => new Function('return 1')(), () => setTimeout('1', 0)];
            resolve(
              attempts.map((attempt) => {
                try {
                  return String(attempt());
                } catch (error) {
                  return (error as Error).name;
                }
              }),
            );
          }, 0);
        }),
    );
    expect(tried.slice(0, 2)).toEqual(['EvalError', 'EvalError']);
    const ran = await page.evaluate(async () => {
      setTimeout(() => setTimeout('globalThis.__text = 1', 0), 0);
      const script = document.createElement('script');
      script.textContent = 'globalThis.__inline = 1';
      document.body.append(script);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'globalThis.__handler = 1');
      document.body.append(button);
      button.click();
      script.remove();
      button.remove();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return ['__text', '__inline', '__handler'].filter((name) => name in globalThis);
    });
    expect(ran).toEqual([]);
  });

  test('starts no worker from a blob', async ({ workbench: { page } }) => {
    const outcome = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          try {
            const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
            worker.onmessage = () => resolve('ran');
            worker.onerror = () => resolve('blocked');
          } catch {
            resolve('blocked');
          }
        }),
    );
    expect(outcome).toBe('blocked');
  });

  test('takes styles from its own files and, for the editor, under the nonce', async ({ workbench: { page } }) => {
    const widths = await page.evaluate(() => {
      const widthUnder = (prepare: (element: HTMLElement) => void): string => {
        const element = document.createElement('div');
        element.id = 'styled';
        document.body.append(element);
        prepare(element);
        const { width } = getComputedStyle(element);
        element.remove();
        document.getElementById('sheet')?.remove();
        return width;
      };
      const sheet = (nonce?: string): void => {
        const style = document.createElement('style');
        style.id = 'sheet';
        if (nonce !== undefined) style.nonce = nonce;
        style.textContent = '#styled { width: 123px }';
        document.head.append(style);
      };
      const nonce = document.querySelector<HTMLMetaElement>('meta[name="shinsa-style-nonce"]')?.content ?? '';
      return {
        element: widthUnder(() => sheet()),
        wrongNonce: widthUnder(() => sheet('AAAA')),
        attribute: widthUnder((element) => element.setAttribute('style', 'width: 123px')),
        nonce: widthUnder(() => sheet(nonce)),
        object: widthUnder((element) => (element.style.width = '123px')),
      };
    });
    expect(widths).toMatchObject({ nonce: '123px', object: '123px' });
    for (const width of [widths.element, widths.wrongNonce, widths.attribute]) expect(width).not.toBe('123px');
  });

  test('reaches nothing outside, by any way out', async ({ workbench: { page, app }, outside }) => {
    const answers = await page.evaluate(async (url) => {
      const settled = (work: () => Promise<unknown>): Promise<string> =>
        work().then(
          () => 'reached',
          () => 'refused',
        );
      const heard = (target: EventTarget, good: string): Promise<unknown> =>
        new Promise((resolve, reject) => {
          target.addEventListener(good, resolve);
          target.addEventListener('error', reject);
        });
      const xhr = (): Promise<unknown> => {
        const request = new XMLHttpRequest();
        request.open('GET', url);
        const done = heard(request, 'load');
        request.send();
        return done;
      };
      const element = (tag: 'img' | 'script' | 'link', fields: object): Promise<unknown> => {
        const made = Object.assign(document.createElement(tag), fields);
        const done = heard(made, 'load');
        document.head.append(made);
        return done.finally(() => made.remove());
      };
      navigator.sendBeacon(url, 'x');
      document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: url }));
      document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href: url }));
      return Promise.all([
        settled(() => fetch(url)),
        settled(() => fetch(url, { mode: 'no-cors' })),
        settled(xhr),
        settled(() => heard(new WebSocket(url.replace('http', 'ws')), 'open')),
        settled(() => heard(new EventSource(url), 'open')),
        settled(() => element('img', { src: url })),
        settled(() => element('script', { src: url })),
        settled(() => element('link', { rel: 'stylesheet', href: url })),
        settled(() => import(/* @vite-ignore */ `${url}x.js`)),
        settled(() => fetch('app://workbench/index.html')),
      ]);
    }, outside.url);
    expect(answers).toEqual(answers.map(() => 'refused'));
    // Beneath the page's policy, the session itself lets nothing out.
    const fromSession = await app.evaluate(async ({ session }, url) => {
      return session.defaultSession.fetch(url).then(
        () => 'reached',
        () => 'refused',
      );
    }, outside.url);
    expect(fromSession).toBe('refused');
    expect(outside.visits()).toBe(0);
  });

  test('reaches nothing outside through a peer connection', async ({ workbench: { page }, outside }) => {
    const seen = await page.evaluate(async (url) => {
      const host = new URL(url).host;
      const iceServers = ['tcp', 'udp'].map((transport) => ({
        urls: `turn:${host}?transport=${transport}`,
        username: 'data-that-would-leave',
        credential: 'x',
      }));
      const peer = new RTCPeerConnection({ iceServers: [...iceServers, { urls: `stun:${host}` }] });
      const candidates: string[] = [];
      peer.onicecandidate = ({ candidate }) => candidates.push(candidate?.candidate ?? '');
      peer.createDataChannel('data');
      await peer.setLocalDescription(await peer.createOffer());
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      peer.close();
      return candidates.filter((candidate) => candidate !== '');
    }, outside.url);
    expect(seen).toEqual([]);
    expect(outside.visits()).toBe(0);
  });

  test('stays where it is and opens nothing', async ({ workbench, outside }) => {
    const { page } = workbench;
    const before = page.url();
    const opened = await page.evaluate((url) => {
      const link = Object.assign(document.createElement('a'), { href: url, target: '_blank' });
      const form = Object.assign(document.createElement('form'), { action: url, method: 'post' });
      const refresh = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${url}` });
      document.body.append(link, form);
      document.head.append(refresh);
      link.click();
      form.submit();
      const window1 = window.open(url);
      const window2 = window.open('about:blank');
      link.remove();
      form.remove();
      refresh.remove();
      location.assign(url);
      return [window1, window2];
    }, outside.url);
    await page.evaluate(() => location.assign('file:///etc/passwd'));
    await page.evaluate(() => location.assign('app://elsewhere/'));
    await page.waitForTimeout(500);
    expect(opened).toEqual([null, null]);
    expect(page.url()).toBe(before);
    expect(await workbench.windowCount()).toBe(1);
    expect(outside.visits()).toBe(0);
  });

  test('shows no frame from elsewhere, and gives frames no bridge', async ({ workbench: { page }, outside }) => {
    const frames = await page.evaluate(async (url) => {
      const show = async (src: string): Promise<string> => {
        const frame = Object.assign(document.createElement('iframe'), { src });
        document.body.append(frame);
        await new Promise((resolve) => setTimeout(resolve, 300));
        let seen = 'foreign';
        try {
          const inner = frame.contentWindow as (Window & typeof globalThis) | null;
          const text = frame.contentDocument?.body.textContent ?? '';
          seen = inner !== null && 'shinsa' in inner ? 'bridge' : `no bridge, ${text.length} letters`;
        } catch {
          seen = 'no access';
        }
        frame.remove();
        return seen;
      };
      const results = [];
      for (const src of [url, 'app://workbench/', 'about:blank', 'data:text/html,<p>hello'])
        results.push(await show(src));
      const webview = document.createElement('webview');
      document.body.append(webview);
      const isWebview = 'loadURL' in webview;
      webview.remove();
      return { results, isWebview };
    }, outside.url);
    expect(frames.isWebview).toBe(false);
    expect(frames.results).not.toContain('bridge');
    expect(frames.results[0]).toBe('no access');
    expect(frames.results[2]).toBe('no bridge, 0 letters');
    expect(outside.visits()).toBe(0);
  });

  test('is given no permission', async ({ workbench: { page } }) => {
    const asked = await page.evaluate(async () => {
      const settled = (work: () => Promise<unknown>): Promise<string> =>
        work().then(
          (value) => String(value),
          (error: unknown) => (error instanceof Error || error instanceof GeolocationPositionError ? 'denied' : 'odd'),
        );
      const states = await Promise.all(
        ['geolocation', 'notifications', 'clipboard-read', 'camera', 'microphone', 'midi', 'persistent-storage'].map(
          (name) => settled(async () => (await navigator.permissions.query({ name: name as PermissionName })).state),
        ),
      );
      const requests = await Promise.all([
        settled(() => Notification.requestPermission()),
        settled(() => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))),
        settled(() => navigator.clipboard.readText()),
        settled(() => navigator.mediaDevices.getUserMedia({ audio: true })),
        settled(() => navigator.mediaDevices.getDisplayMedia()),
      ]);
      return [...states, ...requests];
    });
    expect(asked).toEqual(asked.map(() => 'denied'));
  });

  test('gets a new nonce at every load, in header and page alike', async ({ workbench: { app } }) => {
    const load = () =>
      app.evaluate(async ({ net }) => {
        const response = await net.fetch('app://workbench/');
        return { policy: response.headers.get('content-security-policy') ?? '', html: await response.text() };
      });
    const [first, second] = [await load(), await load()];
    const nonceIn = (text: string) => /shinsa-style-nonce" content="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(nonceIn(first.html)).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(nonceIn(first.html)).not.toBe(nonceIn(second.html));
    expect(first.policy).toBe(
      "default-src 'none'; script-src 'self'; " +
        `style-src 'self' 'nonce-${nonceIn(first.html)}'; img-src 'self' data:; font-src 'self'; connect-src 'none'; ` +
        "worker-src 'none'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'",
    );
  });

  test('was drawn without a breach of the policy', async ({ workbench: { page } }) => {
    const breaches: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|EvalError/.test(message.text())) breaches.push(message.text());
    });
    await page.reload();
    await expect(page.locator('#root')).not.toBeEmpty();
    await page.waitForTimeout(1_000);
    expect(breaches).toEqual([]);
  });
});

test.describe('the shell', () => {
  test('serves nothing outside the page', async ({ workbench: { app } }) => {
    const statuses = await app.evaluate(async ({ net }) => {
      const paths = ['../main.mjs', '%2e%2e/main.mjs', '..%2fmain.mjs', '..%5cmain.mjs', '%252e%252e%252fmain.mjs'];
      const addresses = [...paths, '/etc/passwd', '%2fetc%2fpasswd', 'assets/', 'none.js', '%zz'];
      return Promise.all(addresses.map(async (path) => (await net.fetch(`app://workbench/${path}`)).status));
    });
    expect(statuses).toEqual(statuses.map(() => 404));
    const others = await app.evaluate(async ({ net }) => {
      const post = await net.fetch('app://workbench/', { method: 'POST', body: 'x' });
      const elsewhere = await net.fetch('app://elsewhere/index.html').then(
        ({ status }) => status,
        () => 'refused',
      );
      return [post.status, elsewhere];
    });
    expect(others).toEqual([405, 'refused']);
  });

  test('refuses arguments it does not expect', async ({ workbench: { page } }) => {
    const answers = await page.evaluate(async () => {
      const { shinsa } = window;
      const odd = (value: unknown) => value as never;
      return Promise.all([
        shinsa.chooseFile(odd('/etc/passwd')),
        shinsa.chooseFile(odd({ kind: 'history' })),
        shinsa.saveStaged('../settings.json', 'a'),
        shinsa.saveStaged('a', '../../a'),
        shinsa.discardStaged('../settings.json'),
        shinsa.setTheme(odd('url(x)')),
        shinsa.openRecent(odd(['x'])),
        shinsa.openExternal(odd(1)),
        shinsa.reveal(odd(undefined)),
      ]);
    });
    for (const answer of answers) {
      expect(answer).toEqual({ ok: false, failure: { code: 'input-invalid', params: { what: 'input' } } });
    }
  });

  test('knows no path but those a person chose', async ({ workbench: { page } }) => {
    const answers = await page.evaluate(async () => {
      const { shinsa } = window;
      return {
        made: await shinsa.dropFile(new File(['x'], '/etc/passwd')),
        noFile: await shinsa.dropFile({ path: '/etc/passwd' }),
        reveal: await shinsa.reveal('never given'),
        recent: await shinsa.openRecent('never given'),
        outside: await Promise.all(
          ['file:///etc/passwd', 'javascript:1', 'https://example.com/', 'http://duckdb.org/'].map((url) =>
            shinsa.openExternal(url),
          ),
        ),
      };
    });
    expect(answers.made).toMatchObject({ ok: false, failure: { code: 'file-unreadable' } });
    expect(answers.noFile).toMatchObject({ ok: false, failure: { code: 'file-unreadable' } });
    expect(answers.reveal).toMatchObject({ ok: false, failure: { code: 'token-unknown' } });
    expect(answers.recent).toMatchObject({ ok: false, failure: { code: 'project-not-found' } });
    expect(answers.outside).toEqual(answers.outside.map(() => ({ ok: true, value: false })));
  });

  test('keeps its windows in the sandbox, isolated, without developer tools', async ({ workbench: { app } }) => {
    const found = await app.evaluate(async ({ BrowserWindow, Menu }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.openDevTools();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const roles = (items: Electron.MenuItem[]): string[] =>
        items.flatMap((item) => [item.role ?? '', ...roles(item.submenu?.items ?? [])]);
      return {
        developerTools: contents?.isDevToolsOpened(),
        menu: roles(Menu.getApplicationMenu()?.items ?? []),
      };
    });
    expect(found.developerTools).toBe(false);
    expect(found.menu.length).toBeGreaterThan(10);
    for (const role of ['toggledevtools', 'reload', 'forcereload']) expect(found.menu).not.toContain(role);
  });
});

test.describe('the engine', () => {
  test('reads no file without a token, and none by its path', async ({ workbench }) => {
    const forged = ['/etc/passwd', 'x'.repeat(32), '../../../etc/passwd'];
    for (const file of forged) {
      const answer = await workbench.call('import.preview', { file: file as never });
      expect(answer).toMatchObject({ ok: false, failure: { code: 'token-unknown' } });
    }
  });

  test('takes only calls that it knows, with the input they name', async ({ workbench }) => {
    const unknownKey = await workbench.call('project.info', { extra: 1 } as never);
    expect(unknownKey).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
    const unknownCall = await workbench.call('constructor' as never, {} as never);
    expect(unknownCall).toMatchObject({ ok: false, failure: { code: 'input-invalid' } });
  });
});

test('nothing moved the window from its page', async ({ workbench: { page } }) => {
  expect(new URL(page.url()).href.startsWith(pageAddress)).toBe(true);
});
