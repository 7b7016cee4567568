import { findProgram } from './find-program.js';

/** The paths of Prometheus and of its tool for rules, which one package of Debian brings; or undefined. */
export const findPrometheus = () => findProgram('prometheus');
export const findPromtool = () => findProgram('promtool');
