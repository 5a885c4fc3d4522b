/** Version of the app and of the command line, written into project files, runs and packages; equals package.json. */
export const appVersion = '0.5.0';
