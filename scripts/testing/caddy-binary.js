import { findProgram } from './find-program.js';

/** The path of Caddy, the reverse proxy of docker-compose.yml; or undefined. */
export const findCaddy = () => findProgram('caddy');
