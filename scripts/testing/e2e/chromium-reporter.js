import { chromiumIsAvailable } from './chromium-binary.js';

/** Says at the end of a run when the end-to-end tests did not run with the others. */
export default class ChromiumReporter {
  onRunComplete(contexts) {
    const ran = [...contexts].map((context) => context.config.displayName?.name);
    if (!chromiumIsAvailable && ran.includes('integration-postgres')) {
      process.stderr.write(
        '\nEND-TO-END TESTS WERE SKIPPED: there is no Chromium on the PATH.\n' +
          'Install chromium, or say in CHROMIUM_PATH where it is, to run them too.\n',
      );
    }
  }
}
