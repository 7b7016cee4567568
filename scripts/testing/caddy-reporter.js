import { findCaddy } from './caddy-binary.js';

/** Says at the end of a run when the tests of the reverse proxy were skipped. */
export default class CaddyReporter {
  onRunComplete(contexts) {
    const ran = [...contexts].map((context) => context.config.displayName?.name);
    if (findCaddy() === undefined && (ran.includes('process') || ran.includes('e2e'))) {
      process.stderr.write(
        '\nTESTS OF THE REVERSE PROXY WERE SKIPPED: there is no caddy on the PATH.\nInstall caddy to run them too.\n',
      );
    }
  }
}
