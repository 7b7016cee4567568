import { findProgram } from '../find-program.js';

/** The path of Chromium: what CHROMIUM_PATH says, else what a shell would start; or undefined. */
export const findChromium = () => process.env.CHROMIUM_PATH || findProgram('chromium');

/** Whether the end-to-end tests can run. */
export const chromiumIsAvailable = findChromium() !== undefined;
