import { findPrometheus, findPromtool } from './prometheus-binary.js';

/** Says at the end of a run when the tests of the alerts and of the dashboard were skipped. */
export default class PrometheusReporter {
  onRunComplete(contexts) {
    const ran = [...contexts].map((context) => context.config.displayName?.name);
    const isThere = findPrometheus() !== undefined && findPromtool() !== undefined;
    if (!isThere && (ran.includes('unit') || ran.includes('process'))) {
      process.stderr.write(
        '\nTESTS OF ALERTS AND DASHBOARD WERE SKIPPED: there is no prometheus, or no promtool, on the PATH.\n' +
          'Install prometheus to run them too.\n',
      );
    }
  }
}
